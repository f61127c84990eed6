-- The settings of the site: a form drawn from what site.read declares.
local plugin <const> = ...
local home <const> = require "desk.home"
local page <const> = require "desk.page"

local settings <const> = {}
local array <const> = cms.array
local acts <const> = plugin.cms
local PROFILES <const> = { "government", "party", "institution", "enterprise" }
local LANGS <const> = { "zh", "en" }

-- In the order of the form, `group` being the heading that begins there.
-- rows: a line each, members parted by |.
local FIELDS <const> = {
  { name = "title", kind = "line", required = true, max = 60, group = "name" },
  { name = "slogan", kind = "line", max = 80 },
  { name = "description", kind = "text", max = 400 },
  { name = "keywords", kind = "line", max = 200 },
  { name = "sponsor", kind = "line", max = 100, group = "footer" },
  { name = "organizer", kind = "line", max = 100 },
  { name = "contact", kind = "line", max = 100 },
  { name = "phone", kind = "line", max = 40 },
  { name = "mail", kind = "line", max = 100 },
  { name = "address", kind = "line", max = 100 },
  { name = "site_code", kind = "line", max = 10 },
  { name = "icp", kind = "line", max = 60 },
  { name = "police", kind = "line", max = 60 },
  { name = "copyright", kind = "line", max = 100 },
  { name = "notice_text", kind = "line", max = 120, group = "notice" },
  { name = "notice_link", kind = "line", max = 300 },
  { name = "notice_from", kind = "time" },
  { name = "notice_until", kind = "time" },
  { name = "mourning_text", kind = "line", max = 60 },
  { name = "mourning_from", kind = "time" },
  { name = "mourning_until", kind = "time" },
  { name = "profile", kind = "choice", choices = PROFILES, group = "look" },
  { name = "theme", kind = "choice" },
  { name = "lang", kind = "choice", choices = LANGS },
  { name = "search", kind = "bool", group = "search" },
  { name = "synonyms", kind = "text", max = 4000, hint = true },
  { name = "receive_hour", kind = "int", required = true, group = "letters" },
  { name = "receive_words_hour", kind = "int", required = true },
  { name = "letters_days", kind = "int", required = true },
  { name = "hosts", kind = "list", required = true, group = "address" },
  { name = "links", kind = "rows", members = { "title", "url" } },
}

-- A line for each of several.
local function many(f)
  return f.kind == "list" or f.kind == "rows"
end

local function form_schema()
  local schema <const> = {}
  for _, f in ipairs(FIELDS) do
    local kind <const> = many(f) and "text" or f.choices and "choice" or
      (f.kind == "choice" or f.kind == "time") and "line" or f.kind
    schema[f.name] = { kind, max = f.max, required = f.required,
      choices = f.choices }
  end
  return schema
end

local SCHEMA <const> = form_schema()

-- A value as the form shows it.
local function shown(f, v)
  if f.kind == "time" then return ((v or ""):sub(1, 16):gsub(" ", "T")) end
  if f.kind == "list" then return table.concat(v or {}, "\n") end
  if f.kind == "rows" then
    local lines <const> = {}
    for i, row in ipairs(v or {}) do
      local parts <const> = {}
      for k, name in ipairs(f.members) do parts[k] = tostring(row[name] or "") end
      lines[i] = table.concat(parts, " | ")
    end
    return table.concat(lines, "\n")
  end
  return v
end

local function read_row(f, line)
  local row <const>, i = {}, 0
  for part in (line .. "|"):gmatch("%s*(.-)%s*|") do
    i = i + 1
    local name <const> = f.members[i] or "more"
    if part ~= "" then
      row[name] = name == "limit" and math.tointeger(tonumber(part)) or part
    end
  end
  return row
end

-- A value as the act takes it.
local function taken(f, v)
  if not many(f) then
    return v == nil and "" or v
  end
  local list <const> = array{}
  for line in (v or ""):gmatch("[^\n]+") do
    if line:find("%S") then
      list[#list + 1] = f.kind == "rows" and read_row(f, line) or
        line:match("^%s*(.-)%s*$")
    end
  end
  return list
end

-- Templates write "#" in place of addresses that aren't of these kinds.
local SCHEMES <const> = { http = true, https = true, mailto = true, tel = true }

local function bad_link(links)
  for _, row in ipairs(links) do
    local scheme <const> = (row.url or ""):match("^([%w+.-]+):")
    if scheme and not SCHEMES[scheme:lower()] then return row.url end
  end
end

-- Sentences about rows that nobody could show.
local function row_problems(req, input)
  local url <const> = bad_link(input.links)
  local link <const> = bad_link{ { url = input.notice_link } }
  return { links = url and req:t("desk.site.links.bad", { url = url }),
    notice_link = link and req:t("desk.site.links.bad", { url = link }) }
end

local function form_page(req, values, problems, problem)
  local themes <const>, err <const> = home.themes(values.theme)
  if not themes then return nil, err end
  local inputs <const> = {}
  for i, f in ipairs(FIELDS) do
    local theme <const> = f.name == "theme"
    inputs[i] = { name = f.name, kind = f.kind, max = f.max, group = f.group,
      hint = f.hint or many(f),
      required = f.required or false,
      choices = theme and themes.names or f.choices,
      labels = theme and themes.titles or false,
      value = values[f.name], problem = problems[f.name] }
  end
  return page.render(req, "site", { active = "site", problem = problem,
    title = req:t("desk.menu.site") }, { inputs = inputs,
    failure = themes.failure or false,
    logo = plugin:permits("media.upload") and { hash = values.logo or "" } })
end

-- The page with what is stored; a fault above it where something else on it
-- was refused.
function settings.page(req, problem)
  local site <const>, err <const> = acts.site.read{}
  if not site then return nil, err end
  site.settings.hosts = site.hosts
  local values <const> = { logo = site.settings.logo }
  for _, f in ipairs(FIELDS) do
    values[f.name] = shown(f, site.settings[f.name])
  end
  return form_page(req, values, {}, problem)
end

page.route("site", "GET /desk/site", function(req)
  return settings.page(req)
end)

page.route("site.save", "POST /desk/site", function(req)
  local site <const>, refused <const> = acts.site.read{}
  if not site then return nil, refused end
  local form <const>, problems <const> = req:form(SCHEMA)
  local typed <const> = req.form_fields
  typed.search, typed.logo = typed.search == "1", site.settings.logo
  if not form then
    return form_page(req, typed, problems, { status = 422,
      message = req:t("desk.edit.problems") })
  end
  local input <const> = {}
  for _, f in ipairs(FIELDS) do input[f.name] = taken(f, form[f.name]) end
  local bad <const> = row_problems(req, input)
  local _, first <const> = next(bad)
  if first then
    return form_page(req, typed, bad, { status = 422, message = first })
  end
  local out <const>, err <const> = acts.site.update(input)
  if out then return page.done(req, "/desk/site", "saved") end
  return form_page(req, typed, { [err.field or "title"] = err.message }, err)
end)

return settings
