-- Forms: what is expected of each field is declared, and checked in one place.
--
--   local FORM <const> = {
--     title = { "line", max = 80, required = true },
--     grade = { "choice", choices = { "a", "b" } },
--   }
--
-- Kinds: line, text, html, int, bool, choice, date, time, hash, list (of lines).
-- Options: max (characters; of an int the largest value; of a list the items),
-- min (ints), required, default.  Fields whose names begin with _ belong to the
-- core; any other field that isn't declared is a problem.

local MAX <const> = { line = 200, text = 10000, html = 1000000, list = 100 }

local function trim(s)
  return s:match("^%s*(.-)%s*$")
end

local function length(s)
  return utf8.len(s) or #s
end

-- Each returns a value (nil: nothing was entered), or nil, key, arguments.
local read <const> = {}

local function limited(s, rule)
  local max <const> = rule.max or MAX[rule[1]]
  if length(s) > max then return nil, "form.long", { max = max } end
  return s
end

function read.line(s, rule)
  s = trim(s)
  if s:find("%c") then return nil, "form.line" end
  if s == "" then return nil end
  return limited(s, rule)
end

function read.text(s, rule)
  s = trim((s:gsub("\r\n?", "\n")))
  if s == "" then return nil end
  return limited(s, rule)
end

read.html = read.text

function read.int(s, rule)
  s = trim(s)
  if s == "" then return nil end
  local n <const> = s:find("^-?%d+$") and #s < 19 and math.tointeger(tonumber(s))
  if not n then return nil, "form.int" end
  if rule.max and n > rule.max then return nil, "form.most", { max = rule.max } end
  if rule.min and n < rule.min then return nil, "form.least", { min = rule.min } end
  return n
end

function read.bool(s)
  s = trim(s)
  if s == "" or s == "0" or s == "false" or s == "off" then return false end
  if s == "1" or s == "true" or s == "on" then return true end
  return nil, "form.bool"
end

function read.choice(s, rule)
  if s == "" then return nil end
  for _, choice in ipairs(rule.choices) do
    if tostring(choice) == s then return choice end
  end
  return nil, "form.choice"
end

local DAYS <const> = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

local function day_exists(y, m, d)
  y, m, d = tonumber(y), tonumber(m), tonumber(d)
  local leap <const> = y % 4 == 0 and (y % 100 ~= 0 or y % 400 == 0)
  local days = DAYS[m]
  if m == 2 and leap then days = 29 end
  return y >= 1 and days and d >= 1 and d <= days
end

function read.date(s)
  s = trim(s)
  if s == "" then return nil end
  local y, m, d = s:match("^(%d%d%d%d)-(%d%d)-(%d%d)$")
  if not y or not day_exists(y, m, d) then return nil, "form.date" end
  return s
end

function read.time(s)
  s = trim(s)
  if s == "" then return nil end
  local y, m, d, h, min = s:match("^(%d%d%d%d)-(%d%d)-(%d%d)[T ](%d%d):(%d%d)")
  if not y or not day_exists(y, m, d) or tonumber(h) > 23 or
      tonumber(min) > 59 then
    return nil, "form.time"
  end
  return s
end

function read.hash(s)
  s = trim(s)
  if s == "" then return nil end
  if #s ~= 64 or s:find("[^0-9a-f]") then return nil, "form.hash" end
  return s
end

local function read_list(v, rule)
  local items <const> = cms.array{}
  if type(v) == "string" then v = { v } end
  if #v > (rule.max or MAX.list) then
    return nil, "form.many", { max = rule.max or MAX.list }
  end
  for _, s in ipairs(v) do
    local item <const>, key <const>, args <const> =
      read.line(tostring(s), { "line", max = rule.length })
    if key then return nil, key, args end
    if item then items[#items + 1] = item end
  end
  return items
end

local function read_field(rule, v)
  if rule[1] == "list" then return read_list(v or {}, rule) end
  if type(v) == "table" then return nil, "form.once" end
  local reader <const> = read[rule[1]]
  if not reader then error("a form has no kind " .. tostring(rule[1]), 4) end
  return reader(v or "", rule)
end

-- The values; or nil, { field = sentence }, and what could be read.
local function read_form(schema, fields, t)
  local values <const>, problems <const> = {}, {}
  for name, rule in pairs(schema) do
    local v, key, args = read_field(rule, fields[name])
    if key then
      problems[name] = t(key, args)
    elseif rule.required and (v == nil or v == false or
        (rule[1] == "list" and #v == 0)) then
      problems[name] = t("form.required")
    else
      if v == nil then v = rule.default end
      values[name] = v
    end
  end
  for name in pairs(fields) do
    if schema[name] == nil and name:sub(1, 1) ~= "_" then
      problems[name] = t("form.unknown", { field = name })
    end
  end
  if next(problems) then return nil, problems, values end
  return values
end

return { read = read_form }
