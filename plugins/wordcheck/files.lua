-- Hits in the texts of files, which don't change: found once for each state of
-- the lists, and kept.
local plugin <const> = ...
local db <const> = plugin.db

local HITS_MAX <const> = 50
local files <const> = {}

-- The hits of kept places, which stand in their order, with their texts.
local function hits_at(text, places)
  local hits <const>, at, passed = {}, 1, 0
  table.sort(places, function(a, b) return a[2] < b[2] end)
  for i, place in ipairs(places) do
    at = utf8.offset(text, place[2] - passed + 1, at)
    passed = place[2]
    hits[i] = { number = place[1], start = place[2], length = place[3],
      severity = place[4],
      text = text:sub(at, utf8.offset(text, place[3] + 1, at) - 1) }
  end
  return hits
end

local function keep(hash, generation, text, hits)
  local places <const> = cms.array{}
  for i, hit in ipairs(hits) do
    places[i] = cms.array{ hit.number, hit.start, hit.length, hit.severity }
  end
  db:run("DELETE FROM wordcheck_file WHERE generation <> :now",
    { now = generation })
  db:run([[INSERT OR REPLACE INTO wordcheck_file VALUES (:hash, :generation,
    :bytes, :places)]], { hash = hash, generation = generation, bytes = #text,
    places = places })
end

-- What `list`, compiled at that generation, finds in the file's text.
function files.hits(hash, text, list, generation)
  local kept <const> = db:one([[SELECT places AS places_json FROM wordcheck_file
    WHERE hash = :hash AND generation = :generation AND bytes = :bytes]],
    { hash = hash, generation = generation, bytes = #text })
  if kept then return hits_at(text, kept.places) end
  local hits <const> = list:find(text, { max = HITS_MAX })
  keep(hash, generation, text, hits)
  return hits
end

return files
