-- Keeps the table disclosure_item as `live` is: an entry at a time, after it
-- was published or withdrawn, and what went past that (imports) by the job.
local plugin <const> = ...
local db <const> = plugin.db

local BATCH <const> = 200	-- entries of one round of the job

-- The year is that of the document, else of its publication, in the time of
-- China.
local WRITE <const> = [[
  INSERT OR REPLACE INTO disclosure_item (entry, hash, day, index_number,
    category, subject, issuer, doc_number, signed_date, scope, validity,
    successor, effective_date, amended_date, abolished_date)
  SELECT l.entry, l.hash, coalesce(nullif(l.content ->> '$.signed_date', ''),
      date(l.published_at, 'unixepoch', '+8 hours')),
    coalesce(l.content ->> '$.index_number', ''), l.content ->> '$.category',
    l.content ->> '$.subject', l.content ->> '$.issuer',
    l.content ->> '$.doc_number', l.content ->> '$.signed_date',
    l.content ->> '$.scope', l.content ->> '$.validity',
    l.content ->> '$.successor', l.content ->> '$.effective_date',
    l.content ->> '$.amended_date', l.content ->> '$.abolished_date'
  FROM live l LEFT JOIN disclosure_item i ON i.entry = l.entry
  WHERE l.type = 'disclosure' AND i.hash IS NOT l.hash ]]

local function follow(event)
  local id <const> = event.entry.id
  if event.entry.type ~= "disclosure" then return end
  db:transaction(function()
    db:run("DELETE FROM disclosure_item WHERE entry = :id", { id = id })
    return db:run(WRITE .. "AND l.entry = :id", { id = id })
  end)
end
plugin:hook("entry.published", follow)
plugin:hook("entry.withdrawn", follow)

plugin:job("sync", function()
  db:run([[DELETE FROM disclosure_item WHERE entry NOT IN
    (SELECT entry FROM live WHERE type = 'disclosure')]])
  local n <const> = db:run(WRITE .. "LIMIT :n", { n = BATCH })
  if n == BATCH then plugin:after("sync", 1) end
end)

return true
