-- What was found in a text holds parts of it: where the text is purged, they
-- go as well.
local plugin <const> = ...
local db <const> = plugin.db

plugin:hook("entry.withdrawn", function(event)
  local args <const> = { entry = event.entry.id }
  local last <const> = db:one([[SELECT act FROM ledger WHERE entry = :entry
    ORDER BY id DESC LIMIT 1]], args)
  if not last or last.act ~= "purge" then return end
  db:run("DELETE FROM wordcheck_found WHERE entry = :entry", args)
  db:run("DELETE FROM wordcheck_appeal WHERE entry = :entry", args)
end)

return true
