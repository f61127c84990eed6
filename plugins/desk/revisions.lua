-- Revisions of an entry: the list, one as it was, what differs between two.
local plugin <const> = ...
local compare <const> = require "desk.compare"
local content <const> = require "desk.content"
local entries <const> = require "desk.entries"
local page <const> = require "desk.page"

local cms <const> = plugin.cms

page.route("entry.revisions", "GET /desk/entries/{id:int}/revisions",
  function(req)
  local id <const> = req.params.id
  local entry, err = entries.read(id)
  if not entry then return nil, err end
  local list
  list, err = cms.entry.revisions{ id = id }
  if not list then return nil, err end
  return page.render(req, "revisions", { active = "entries",
    title = req:t("desk.revisions") },
    { entry = entry, revisions = list.revisions })
end)

page.route("entry.diff", "GET /desk/entries/{id:int}/diff", function(req)
  local id <const> = req.params.id
  local entry, err = entries.read(id)
  if not entry then return nil, err end
  local history, pair
  history, err = cms.entry.history{ id = id }
  if not history then return nil, err end
  pair, err = compare.read(id, req.query, history.events)
  if not pair then return nil, err end
  return page.render(req, "diff", { active = "entries",
    title = req:t("desk.diff") }, { entry = entry, pair = pair })
end)

page.route("entry.revision", "GET /desk/entries/{id:int}/revisions/{revision:int}",
  function(req)
  local id <const> = req.params.id
  local entry, schema = entries.read(id)
  if not entry then return nil, schema end
  local revision, err = cms.entry.revision{ id = id,
    revision = req.params.revision }
  if not revision then return nil, err end
  schema, err = content.type(revision.type)
  if not schema then return nil, err end
  revision.shown = entries.shown(schema, revision.content)
  return page.render(req, "revision", { active = "entries",
    title = revision.content.title }, { entry = entry, revision = revision })
end)

return true
