-- An entry's hits: the list beside its text, the page where an author asks for
-- a decision and a reviewer with the right for it decides, and the check of
-- what is being written.
local plugin <const> = ...
local check <const> = require "wordcheck.check"
local desk <const> = require "wordcheck.desk"
local db <const>, act <const> = plugin.db, plugin.cms

local NOTE <const> = { note = { "text", max = 500, required = true } }
local DECISION <const> = { decision = { "choice",
  choices = { "passed", "refused" }, required = true },
  reason = { "text", max = 500, required = true },
  hash = { "hash", required = true } }
local TEXT_MAX <const> = 2000000

local function appeal_of(entry)
  return db:one("SELECT * FROM wordcheck_appeal WHERE entry = :id AND " ..
    "hash = :hash", { id = entry.id, hash = entry.hash })
end

-- Who may decide: never one who wrote or edited it, whichever revision.
local function decides(req, entry)
  if not plugin:permits("wordcheck.override") then return false end
  local all <const> = act.entry.revisions{ id = entry.id }
  for _, r in ipairs(all and all.revisions or {}) do
    if r.by_id == req.user.id then return false end
  end
  return all ~= nil and entry.author.id ~= req.user.id
end

local function counts(hits)
  local out <const> = { note = 0, warn = 0, block = 0 }
  for _, hit in ipairs(hits) do
    out[hit.severity] = out[hit.severity] + 1
  end
  return out
end

local function view_of(entry)
  local found <const> = check.entry(entry.type, entry.content)
  return { entry = entry, hits = found.hits, counts = counts(found.hits),
    waiting = found.waiting, unread = found.unread,
    appeal = appeal_of(entry) or false, how = plugin.config.appeal }
end

-- For the desk's pages; the script beside it shows the hits in the text.
plugin:hook("desk.entry", function(event)
  local entry <const> = event.entry
  check.ensure()
  local found <const> = check.entry(entry.type, entry.content or {})
  table.insert(event.panels, { title = plugin:t("wordcheck.panel"),
    template = "wordcheck/panel", view = { id = entry.id or false,
    hits = found.hits, counts = counts(found.hits), waiting = found.waiting,
    unread = found.unread, appeal = entry.hash and entry.id and
    appeal_of(entry) or false } })
end)

local function entry_page(req, problem, status)
  local entry <const>, err <const> = act.entry.read{ id = req.params.id }
  if not entry then return nil, err end
  check.ensure()
  local view <const> = view_of(entry)
  view.decides = decides(req, entry)
  view.typed = problem and req.form_fields or {}
  return desk.render(req, "entry", req:t("wordcheck.entry",
    { title = entry.title }), view, problem, status)
end

plugin:route("wordcheck.entry", "GET /desk/words/entries/{id:int}",
  { permission = "session" }, function(req) return entry_page(req) end)

plugin:route("wordcheck.appeal", "POST /desk/words/entries/{id:int}/appeal",
  { permission = "session" }, function(req)
    local form <const> = req:form(NOTE)
    if not form then
      return entry_page(req, req:t("wordcheck.appeal.empty"), 422)
    end
    local entry <const>, err <const> = act.entry.read{ id = req.params.id }
    if not entry then return nil, err end
    local done <const>, why <const> = db:run([[
      INSERT INTO wordcheck_appeal (entry, title, hash, note, by_id, by_name, at)
      VALUES (:id, :title, :hash, :note, :user, :name, :now)
      ON CONFLICT (entry, hash) DO UPDATE SET note = excluded.note,
        at = excluded.at WHERE decision = '']], { id = entry.id,
      title = entry.title, hash = entry.hash, note = form.note,
      user = req.user.id, name = req.user.display, now = plugin:now() })
    if not done then return nil, why end
    return desk.done(req, "/desk/words/entries/" .. entry.id, "asked")
  end)

plugin:route("wordcheck.decide", "POST /desk/words/entries/{id:int}/decide",
  { permission = "wordcheck.override" }, function(req)
    local form <const> = req:form(DECISION)
    if not form then
      return entry_page(req, req:t("wordcheck.decide.empty"), 422)
    end
    local entry <const>, err <const> = act.entry.read{ id = req.params.id }
    if not entry then return nil, err end
    if not decides(req, entry) then
      return entry_page(req, req:t("wordcheck.decide.own"), 403)
    elseif form.hash ~= entry.hash then
      return entry_page(req, req:t("wordcheck.decide.changed"), 409)
    end
    local done <const>, why <const> = db:run([[
      INSERT INTO wordcheck_appeal (entry, title, hash, note, by_id, by_name, at,
        decision, reason, decided_by, decided_at)
      VALUES (:id, :title, :hash, '', 0, '', :now, :decision, :reason, :name, :now)
      ON CONFLICT (entry, hash) DO UPDATE SET decision = excluded.decision,
        reason = excluded.reason, decided_by = excluded.decided_by,
        decided_at = excluded.decided_at]], { id = entry.id,
      title = entry.title, hash = entry.hash, decision = form.decision,
      reason = form.reason, name = req.user.display, now = plugin:now() })
    if not done then return nil, why end
    return desk.done(req, "/desk/words/entries/" .. entry.id, "decided")
  end)

-- What is being written: fields of the form as text_NAME.  { NAME = hits }
plugin:route("wordcheck.check", "POST /desk/words/check",
  { permission = "session" }, function(req)
    local out <const> = {}
    check.ensure()
    for name, text in pairs(req.form_fields) do
      local field <const> = name:match("^text_([%w_]+)$")
      if field and #text <= TEXT_MAX then out[field] = check.text(text) end
    end
    return req:json{ fields = out }
  end)

return true
