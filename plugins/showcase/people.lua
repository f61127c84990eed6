-- The table of who is shown first, made from what is live.  Writing happens in
-- the staff lane and the clerk; visitors read.
local plugin <const> = ...
local consent <const> = require "showcase.consent"
local wall <const> = require "showcase.wall"
local db <const> = plugin.db

local people <const> = {}
local BATCH <const> = 200	-- entries of one round of the job

local ROWS <const> = [[SELECT l.entry, l.hash, l.published_at,
  l.content -> '$.honours' AS honours_json,
  coalesce(l.content ->> '$.consent_date', '9') AS since,
  CASE WHEN coalesce(l.content ->> '$.consent_withdrawn', '') = ''
    THEN coalesce(l.content ->> '$.consent_until', '') ELSE '' END AS until
  FROM live l ]]

local function newest(honours)
  local year = 0
  for _, h in ipairs(honours) do year = math.max(year, h.year) end
  return year
end

local function write(row)
  local honours <const> = wall.sort(row.honours or {})
  local top <const> = honours[1]
  row.honours = nil
  row.level, row.newest = wall.rank(top or {}), newest(honours)
  row.year, row.honour = top and top.year or 0, top and top.honour or ""
  return db:run([[INSERT OR REPLACE INTO showcase_person (entry, hash,
    published_at, level, newest, year, honour, since, until) VALUES (:entry,
    :hash, :published_at, :level, :newest, :year, :honour, :since, :until)]],
    row)
end

-- One entry, after it was published or withdrawn.
function people.update(entry)
  return db:transaction(function()
    local row <const> = db:one(ROWS ..
      "WHERE l.entry = :entry AND l.type = 'person'", { entry = entry })
    if row then return write(row) end
    return db:run("DELETE FROM showcase_person WHERE entry = :entry",
      { entry = entry })
  end)
end

-- Makes the table as `live` is, some entries at a time; true: there is more.
function people.sync()
  return db:transaction(function()
    db:run([[DELETE FROM showcase_person WHERE entry NOT IN
      (SELECT entry FROM live WHERE type = 'person')]])
    local rows <const> = db:all(ROWS .. [[LEFT JOIN showcase_person p
      ON p.entry = l.entry WHERE l.type = 'person' AND p.hash IS NOT l.hash
      LIMIT :n]], { n = BATCH })
    for _, row in ipairs(rows) do write(row) end
    return #rows == BATCH
  end)
end

-- The first of those who may be shown today.
function people.first(n)
  return db:all([[SELECT p.entry AS id, p.year, p.honour
    FROM showcase_person p JOIN live l ON l.entry = p.entry
    WHERE p.since <= :today AND p.until >= :today AND l.type = 'person'
    ORDER BY p.level, p.newest DESC, p.published_at DESC, p.entry LIMIT :n]],
    { today = consent.today(), n = n })
end

return people
