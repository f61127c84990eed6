-- What is submitted is checked, and what was found is kept with the revision.
-- A `block` stops it, until the text is changed or somebody with the right for
-- it has passed exactly this text, with a reason.
local plugin <const> = ...
local check <const> = require "wordcheck.check"
local db <const> = plugin.db

local SHOWN_MAX <const> = 5

local function passed(entry)
  local row <const> = db:one("SELECT decision FROM wordcheck_appeal " ..
    "WHERE entry = :id AND hash = :hash", { id = entry.id, hash = entry.hash })
  return row and row.decision == "passed"
end

local function keep(entry, hits, stopped)
  return db:run([[
    INSERT INTO wordcheck_found (entry, revision, hash, at, stopped, hits)
    VALUES (:id, :revision, :hash, :now, :stopped, :hits)
    ON CONFLICT (entry, revision) DO UPDATE SET at = excluded.at,
      stopped = excluded.stopped, hits = excluded.hits]], { id = entry.id,
    revision = entry.revision, hash = entry.hash, now = plugin:now(),
    stopped = stopped and 1 or 0, hits = hits })
end

-- The rule as people call it.
local function rule_name(hit)
  if hit.kind == "literal" then return hit.rule end
  if hit.kind == "pattern" then return hit.reason end
  return plugin:t("wordcheck.kind." .. hit.kind)
end

plugin:hook("entry.submit", function(event)
  local entry <const> = event.entry
  check.ensure()
  local hits <const> = check.entry(entry.type, entry.content)
  local blocks <const> = check.of(hits, "block")
  local stopped <const> = #blocks > 0 and not passed(entry)
  keep(entry, hits, stopped)
  if not stopped then return end
  for i, hit in ipairs(blocks) do
    if i > SHOWN_MAX then break end
    table.insert(event.problems, { field = hit.field,
      message = plugin:t("wordcheck.stopped", { text = hit.text,
      field = hit.field == "attachments" and hit.label or plugin:t(hit.label),
      rule = rule_name(hit), reason = hit.reason }) })
  end
  table.insert(event.problems, { message = plugin:t("wordcheck.stopped.how",
    { n = #blocks, appeal = plugin.config.appeal,
    url = "/desk/words/entries/" .. entry.id }) })
end)

return true
