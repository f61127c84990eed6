-- The annual report's figures, counted from what is there: documents of the
-- year, and requests by kind of reply.
local plugin <const> = ...
local figures <const> = require "disclosure.figures"
local items <const> = require "disclosure.items"
local places <const> = require "disclosure.places"
local requests <const> = require "disclosure.requests"
local rules <const> = require "disclosure.rules"
local view <const> = require "disclosure.view"

local function first_of(year)
  return plugin:time(("%04d-01-01T00:00"):format(year))
end

local function this_year()
  return tonumber(plugin:date(plugin:now(), "day"):sub(1, 4))
end

local function kinds()
  local names <const> = { "partial" }
  for _, list in ipairs{ rules.replies, rules.ends } do
    for _, kind in ipairs(list) do names[#names + 1] = kind.key end
  end
  return names
end

-- { name = number or false }: false is a group too small to be told.
local function told(totals)
  local names <const>, open = kinds(), {}
  local values <const> = { carried = totals.carried, received = totals.received,
    pending = totals.pending, closed = totals.closed,
    handled = totals.carried + totals.received }
  local sum <const> = { "closed" }
  for _, name in ipairs(names) do
    values[name] = totals[name]
    sum[#sum + 1] = name
  end
  local hidden <const> = figures.hidden(values, { sum,
    { "handled", "carried", "received" }, { "handled", "closed", "pending" } },
    plugin.config.figures_from)
  for name, n in pairs(values) do open[name] = not hidden[name] and n end
  return open
end

local function rows(values)
  local out <const> = {}
  for _, list in ipairs{ rules.replies, rules.ends } do
    for _, kind in ipairs(list) do
      out[#out + 1] = { key = kind.key, source = kind.source,
        n = values[kind.key] }
      if kind.key == rules.partial.key then
        out[#out + 1] = { key = "partial", source = rules.partial.source,
          n = values.partial }
      end
    end
  end
  return out
end

local function due_of(year)
  return plugin:time(("%04d-%02d-%02d"):format(year + 1, rules.report_month,
    rules.report_day))
end

-- The report's text: an ordinary page beside the guide, reviewed like any other,
-- whose title names the year and that it is the annual report.
local function report_of(year)
  local guide <const> = places.guide()
  local row <const> = guide and plugin.db:one([[
    SELECT l.entry FROM live l JOIN "column" k ON k.id = l."column"
    WHERE k.path = :path AND instr(l.title, :year) > 0
      AND (instr(l.title, '年度报告') > 0 OR instr(l.title, '年报') > 0)
    ORDER BY l.published_at DESC, l.entry DESC LIMIT 1]],
    { path = guide, year = year })
  return row and plugin.cms.live.read{ id = row.entry } or false
end

plugin:route("disclosure.annual", "GET /disclosure/annual/{year:int}",
  { permission = "public", cache = "" }, function(req)
  local year <const> = req.params.year
  if not year or year < 2000 or year > this_year() then
    return nil, { code = "page.unknown", status = 404 }
  end
  local text <const> = ("%04d"):format(year)
  local values <const> = told(requests.totals(first_of(year),
    first_of(year + 1) - 1))
  return view.page(req, "disclosure/annual", "annual",
    req:t("disclosure.annual.title", { year = text }), {
    year = text, report = report_of(text), documents = items.of_year(text),
    categories = items.categories(text), values = values, rows = rows(values),
    least = plugin.config.figures_from, due_at = due_of(year),
    running = year == this_year(), asked_at = plugin:now() })
end)

-- Years with documents or requests, newest first; this year's is running.
plugin:route("disclosure.annuals", "GET /disclosure/annual",
  { permission = "public", cache = "" }, function(req)
  local years <const>, seen <const> = {}, {}
  local function add(year)
    if not seen[year] then
      seen[year] = true
      years[#years + 1] = { year = ("%04d"):format(year),
        due_at = due_of(year), running = year == this_year() }
    end
  end
  add(this_year())
  for _, row in ipairs(items.years()) do add(tonumber(row.year)) end
  return view.page(req, "disclosure/annuals", "annual",
    req:t("disclosure.annuals"), { years = years })
end)

return true
