-- Lists in and out as CSV.  Columns go by their names in the first line (rule,
-- kind, severity, suggestion, reason, version); a text without such a line has
-- one rule in each line, and nothing else.
local plugin <const> = ...
local store <const> = require "wordcheck.store"
local words <const> = plugin.words

local csv <const> = {}

local KNOWN <const> = { rule = "rule", ["词条"] = "rule", ["规则"] = "rule",
  word = "rule", kind = "kind", ["类别"] = "kind", severity = "severity",
  ["级别"] = "severity", suggestion = "suggestion", ["建议"] = "suggestion",
  reason = "reason", ["理由"] = "reason", version = "version",
  ["版本"] = "version" }
local SEVERITY <const> = { note = "note", warn = "warn", block = "block",
  ["提示"] = "note", ["警告"] = "warn", ["拦截"] = "block" }
local KIND <const> = { literal = "literal", pattern = "pattern",
  context = "context", ["字词"] = "literal", ["模式"] = "pattern",
  ["语境"] = "context", ["id-card"] = "id-card", ["bank-card"] = "bank-card",
  mobile = "mobile", telephone = "telephone", email = "email" }

local RULES_MAX <const>, NAME_MAX <const> = 50000, 40
local SPREAD_TEXT <const> = [[SELECT title || char(10) || coalesce(summary, '') ||
  char(10) || coalesce(content ->> 'body', '') FROM live]]

-- Where each column stands; nil: the first line is a rule itself.
local function head(row)
  local places <const> = {}
  for i, name in ipairs(row) do
    local known <const> = KNOWN[name:match("^%s*(.-)%s*$"):lower()]
    if known then places[known] = i end
  end
  return places.rule and places
end

local function cell(row, place)
  return place and row[place] and row[place]:match("^%s*(.-)%s*$") or ""
end

-- A row as a rule, or nil and the key of what is wrong with it.
local function rule_of(row, places, severity)
  local rule <const> = { rule = cell(row, places.rule),
    suggestion = cell(row, places.suggestion), reason = cell(row, places.reason) }
  local kind <const>, level <const> = cell(row, places.kind),
    cell(row, places.severity)
  rule.kind = kind == "" and "literal" or KIND[kind]
  rule.severity = level == "" and severity or SEVERITY[level]
  if not rule.kind then return nil, "kind", kind end
  if not rule.severity then return nil, "severity", level end
  if rule.rule == "" and (rule.kind == "literal" or rule.kind == "pattern" or
      rule.kind == "context") then return nil, "empty" end
  local good <const>, err <const> = words.try(rule.kind, rule.rule)
  if not good then return nil, "bad", err.message end
  return rule
end

-- Drops what is found in more than one of a hundred published texts, two at
-- the least: such an entry would mark half of what people write.
local function usual_dropped(rules, report)
  local asked <const> = cms.array{}
  for i, rule in ipairs(rules) do
    asked[i] = { kind = rule.kind, text = rule.rule }
  end
  local counts <const>, texts <const> = words.spread(asked, SPREAD_TEXT)
  local kept <const> = {}
  for i, rule in ipairs(rules) do
    if rule.kind ~= "context" and counts[i] >= 2 and counts[i] * 100 > texts then
      report[#report + 1] = { line = rule.line, rule = rule.rule, key = "usual",
        n = counts[i], texts = texts }
    else
      kept[#kept + 1] = rule
    end
  end
  return kept
end

-- Reads a text: rules that are good, and a report of the others by line;
-- severity: of rows that name none.  nil and the line of an open quotation.
function csv.read(text, severity)
  local rows <const>, line <const> = plugin:csv(text)
  if not rows then return nil, line end
  local report <const>, rules, seen <const> = cms.array{}, {}, {}
  local places <const> = rows[1] and head(rows[1])
  for i = places and 2 or 1, #rows do
    if #rows[i] > 1 or rows[i][1] ~= "" then
      local rule <const>, key <const>, detail <const> = rule_of(rows[i],
        places or { rule = 1 }, severity)
      local known <const> = rule and rule.kind .. "\0" .. rule.rule
      if not rule or seen[known] or #rules >= RULES_MAX then
        report[#report + 1] = { line = i, rule = rows[i][places and
          places.rule or 1] or "", key = key or (seen[known] and "twice") or
          "many", detail = detail }
      else
        seen[known], rule.line = true, i
        rules[#rules + 1] = rule
      end
    end
  end
  local version <const> = places and rows[2] and cell(rows[2], places.version)
  return usual_dropped(rules, report), report, version ~= "" and version or nil
end

local function quoted(v)
  v = tostring(v or "")
  -- A spreadsheet would run what begins like a formula.
  if v:find("^[=+@\t-]") then v = "'" .. v end
  return v:find('[",\n\r]') and '"' .. v:gsub('"', '""') .. '"' or v
end

-- One rule from a form: as rows, or nil and what the report would say.
function csv.check(rule)
  local good <const>, err <const> = words.try(rule.kind, rule.rule)
  if not good then return nil, { key = "bad", detail = err.message } end
  local report <const> = {}
  local rows <const> = usual_dropped({ rule }, report)
  if report[1] then return nil, report[1] end
  return rows
end

function csv.write(id)
  local list <const> = store.list(id)
  local out <const> = { "rule,kind,severity,suggestion,reason,version" }
  local after = 0
  repeat
    local rows <const> = plugin.db:all("SELECT * FROM wordcheck_rule WHERE " ..
      "list = :id AND id > :after ORDER BY id LIMIT 5000", { id = id,
      after = after })
    for _, r in ipairs(rows) do
      out[#out + 1] = table.concat({ quoted(r.rule), r.kind, r.severity,
        quoted(r.suggestion), quoted(r.reason), quoted(list.version) }, ",")
      after = r.id
    end
  until #rows < 5000
  return table.concat(out, "\n") .. "\n"
end

-- Why a list can't be called so, or nothing is in it; nil: it's fine.
local function refused(text, name)
  local length <const> = utf8.len(name) or 0
  if length == 0 or length > NAME_MAX or name:find("%c") or
    name:find("^%s") or name:find("%s$") then
    return plugin:t("wordcheck.import.name.bad", { max = NAME_MAX })
  end
  if not text:find("%S") then return plugin:t("wordcheck.import.empty") end
  local known <const> = store.by_name(name)
  return known and known.shipped == 1 and
    plugin:t("wordcheck.import.shipped") or nil
end

-- Reads and stores: { added, report, version, list }, or nil and a fault whose
-- message tells what is wrong with the list as a whole.
function csv.import(text, o)
  local bad <const> = refused(text, o.name)
  if bad then return nil, { status = 422, message = bad } end
  local rules <const>, report <const>, version <const> = csv.read(text,
    o.severity or "warn")
  if not rules then
    return nil, { status = 422, message = plugin:t("wordcheck.import.quote",
      { line = report }) }
  end
  if #rules == 0 and #report == 0 then
    return nil, { status = 422, message = plugin:t("wordcheck.import.empty") }
  elseif #rules == 0 then
    return { added = 0, report = report, version = version or "" }
  end
  local stamp <const> = o.version or version or plugin:date(plugin:now(), "day")
  local done <const>, err <const> = plugin.db:transaction(function()
    local id <const>, problem <const> = store.own(o.name, o.title, stamp, o.by)
    if not id then return nil, problem end
    local put <const>, why <const> = store.put(id, rules)
    if not put then return nil, why end
    store.raise()
    return id
  end)
  if not done then return nil, err end
  return { added = #rules, report = report, version = stamp, list = done }
end

return csv
