-- The wall of people: who is on it, by level, year, unit and kind.  All of it
-- is read from what is live; consents that ended meanwhile are left out here as
-- well, before the clerk withdraws the page.
local plugin <const> = ...
local address <const> = require "cms.address"
local consent <const> = require "showcase.consent"
local db <const> = plugin.db

local wall <const> = {}
local PAGE <const> = 24
local PAGES_MAX <const> = 1000
local LEVELS <const> = { "国家级", "省部级", "市级", "单位" }
local KINDS <const> = { "个人", "集体" }

-- Those who may be shown today.
local SHOWN <const> = [[ FROM live l JOIN "column" k ON k.id = l."column"
  WHERE l.type = 'person' AND l.content ->> '$.consent_date' <= :today
  AND l.content ->> '$.consent_until' >= :today
  AND coalesce(l.content ->> '$.consent_withdrawn', '') = '' ]]

local CHOSEN <const> = SHOWN .. [[
  AND (:kind IS NULL OR l.content ->> '$.kind' = :kind)
  AND (:unit IS NULL OR l.content ->> '$.unit' = :unit)
  AND ((:level IS NULL AND :year IS NULL) OR EXISTS (SELECT 1
    FROM json_each(l.content, '$.honours') h
    WHERE (:level IS NULL OR h.value ->> '$.level' = :level)
    AND (:year IS NULL OR h.value ->> '$.year' = :year))) ]]

-- The highest level and the newest year of a person, for the order.
local ORDER <const> = [[ ORDER BY (SELECT min(CASE h.value ->> '$.level'
  WHEN '国家级' THEN 1 WHEN '省部级' THEN 2 WHEN '市级' THEN 3 ELSE 4 END)
  FROM json_each(l.content, '$.honours') h), (SELECT max(h.value ->> '$.year')
  FROM json_each(l.content, '$.honours') h) DESC, l.published_at DESC, l.entry ]]

local FIELDS <const> = [[SELECT l.entry AS id, l.title, l.summary,
  '/' || k.path || '/' || l.entry || '.html' AS url,
  l.content ->> '$.kind' AS kind, l.content ->> '$.unit' AS unit,
  l.content ->> '$.position' AS position,
  l.content -> '$.honours' AS honours_json ]]

local function among(v, list)
  for _, item in ipairs(list) do
    if item == v then return v end
  end
end

function wall.filter(query)
  local page <const> = math.tointeger(tonumber(query.page or "1"))
  local year <const> = (query.year or ""):match("^%d%d%d%d$")
  local unit <const> = query.unit ~= "" and query.unit or nil
  return { level = among(query.level, LEVELS), kind = among(query.kind, KINDS),
    year = year and math.tointeger(tonumber(year)),
    unit = unit and #unit <= 320 and unit or nil,
    page = page and page >= 1 and page <= PAGES_MAX and page or 1 }
end

local NAMES <const> = { "level", "year", "unit", "kind", "page" }

local function address_of(f, page)
  return address.with(plugin:link("showcase.wall"), NAMES, { level = f.level,
    year = f.year, unit = f.unit, kind = f.kind,
    page = page > 1 and page or nil })
end

-- The highest honour comes first on a card.
function wall.rank(honour)
  for i, level in ipairs(LEVELS) do
    if honour.level == level then return i end
  end
  return #LEVELS + 1
end
local rank <const> = wall.rank

function wall.sort(honours)
  table.sort(honours, function(a, b)
    if rank(a) ~= rank(b) then return rank(a) < rank(b) end
    if a.year ~= b.year then return a.year > b.year end
    return a.honour < b.honour
  end)
  return honours
end

local function choices(args)
  local years <const> = db:all([[SELECT DISTINCT h.value ->> '$.year' AS year
    FROM (SELECT l.content]] .. SHOWN .. [[) s,
    json_each(s.content, '$.honours') h ORDER BY 1 DESC]], args)
  local units <const> = db:all("SELECT DISTINCT l.content ->> '$.unit' AS unit" ..
    SHOWN .. " AND l.content ->> '$.unit' <> '' ORDER BY 1", args)
  return { levels = LEVELS, kinds = KINDS, years = years, units = units }
end

-- The view of a page of the wall; nil where there is no such page.
function wall.view(f)
  local args <const> = { today = consent.today(), level = f.level, year = f.year,
    unit = f.unit, kind = f.kind }
  local total <const> = db:one("SELECT count(*) AS n" .. CHOSEN, args).n
  local pages <const> = math.max(1, (total + PAGE - 1) // PAGE)
  if f.page > pages then return nil end
  args.limit, args.offset = PAGE, (f.page - 1) * PAGE
  local people <const> = db:all(FIELDS .. CHOSEN .. ORDER ..
    "LIMIT :limit OFFSET :offset", args)
  for _, p in ipairs(people) do wall.sort(p.honours) end
  return { people = people, total = total, filter = f, page = f.page,
    pages = pages, choices = choices({ today = args.today }),
    address = plugin:link("showcase.wall"), start = address_of({}, 1),
    years = plugin:link("showcase.years"),
    previous = f.page > 1 and address_of(f, f.page - 1) or nil,
    next = f.page < pages and address_of(f, f.page + 1) or nil }
end

-- Honours of each year, newest first: { year, levels = { { level, people } } }
function wall.years()
  local rows <const> = db:all([[SELECT h.value ->> '$.year' AS year,
    h.value ->> '$.level' AS level, h.value ->> '$.honour' AS honour, s.title,
    s.url FROM (SELECT l.title, l.content, l.published_at, l.entry,
    '/' || k.path || '/' || l.entry || '.html' AS url]] .. SHOWN .. [[) s,
    json_each(s.content, '$.honours') h ORDER BY 1 DESC, s.title LIMIT 5000]],
    { today = consent.today() })
  local years <const>, by_year <const> = {}, {}
  for _, row in ipairs(rows) do
    local year = by_year[row.year]
    if not year then
      year = { year = row.year, honours = {} }
      by_year[row.year] = year
      years[#years + 1] = year
    end
    table.insert(year.honours, row)
  end
  for _, year in ipairs(years) do
    for _, h in ipairs(year.honours) do h.year = year.year end
    wall.sort(year.honours)
  end
  return years
end

-- The consent of a live entry, which its public view doesn't have.
function wall.consent(id)
  return db:one([[SELECT content ->> '$.consent_number' AS consent_number,
    content ->> '$.consent_date' AS consent_date,
    content ->> '$.consent_until' AS consent_until,
    content ->> '$.consent_withdrawn' AS consent_withdrawn
    FROM live WHERE entry = :id]], { id = id })
end

return wall
