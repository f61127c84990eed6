-- Index numbers (索引号): typed in the item's form, or else made by the site's
-- rule when it is submitted, and kept here.  Never the same for two items, nor
-- given again when an item is withdrawn.
local plugin <const> = ...

local number <const> = {}
local MAX_TRIES <const> = 1000

-- The codes of the categories in numbers.
local CATEGORY <const> = { disclosure_body = "01", disclosure_rule = "02",
  disclosure_plan = "03", disclosure_staff = "04", disclosure_money = "05",
  disclosure_purchase = "06", disclosure_service = "07", disclosure_aid = "08",
  disclosure_safety = "09", disclosure_party = "10", disclosure_other = "99" }

-- The rule with its parts filled in; what has no value is "0", and what a
-- number can't hold is left out.
function number.fill(rule, parts)
  local filled <const> = rule:gsub("{(%a+)}", function(name)
    local v <const> = parts[name]
    return v ~= nil and v ~= "" and tostring(v) or "0"
  end)
  return (filled:gsub("[^%w/._-]", ""))
end

-- Who has it: an entry's id, or nil.  What is public holds its number until
-- the change to another one is public.
function number.owner(text)
  local row <const> = plugin.db:one([[
    SELECT entry FROM disclosure_number WHERE number = :number
    UNION ALL
    SELECT l.entry FROM live l WHERE l.type = 'disclosure'
    AND json_extract(l.content, '$.index_number') = :number LIMIT 1]],
    { number = text })
  return row and row.entry
end

-- The code of the unit that issued it, by its name, else of the column's unit.
local function unit_code(content, path)
  local units <const> = plugin.cms.unit.list{}
  local column <const> = plugin.cms.column.read{ path = path }
  local fallback = nil
  for _, unit in ipairs(units and units.units or {}) do
    if unit.name == content.issuer then return unit.code end
    if column and unit.id == column.unit then fallback = unit.code end
  end
  return fallback
end

local function site_code()
  local site <const> = plugin.cms.site.read{}
  local settings <const> = site and site.settings or {}
  return settings.site_code
end

local function next_of(series)
  plugin.db:run([[INSERT INTO disclosure_series (series, last) VALUES (:s, 1)
    ON CONFLICT (series) DO UPDATE SET last = last + 1]], { s = series })
  local row <const> = plugin.db:one(
    "SELECT last FROM disclosure_series WHERE series = :s", { s = series })
  return row.last
end

-- The next free number for the item, counted in its series.
function number.make(content, path)
  local rule <const> = plugin.config.index_rule
  local day <const> = content.signed_date or ""
  local parts <const> = { site = site_code(), unit = unit_code(content, path),
    category = CATEGORY[content.category],
    year = day ~= "" and day:sub(1, 4) or plugin:date(plugin:now(), "day"):sub(1, 4),
    number = "" }
  local series <const> = number.fill((rule:gsub("{number}", "#")), parts)
  for _ = 1, MAX_TRIES do
    parts.number = ("%04d"):format(next_of(series))
    local text = number.fill(rule, parts)
    if not rule:find("{number}", 1, true) then
      text = text .. "-" .. parts.number
    end
    if not number.owner(text) then return text end
  end
  return ""
end

-- The number that is kept for the entry, or nil.
function number.of(entry)
  local row <const> = plugin.db:one(
    "SELECT number FROM disclosure_number WHERE entry = :entry",
    { entry = entry })
  return row and row.number
end

-- Keeps the number for the entry; false where another one has it.
function number.keep(entry, text)
  local done <const> = plugin.db:run([[
    INSERT INTO disclosure_number (entry, number) VALUES (:entry, :number)
    ON CONFLICT (entry) DO UPDATE SET number = :number]],
    { entry = entry, number = text })
  return done ~= nil
end

return number
