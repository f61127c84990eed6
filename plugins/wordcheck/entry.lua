-- An entry's hits: the list beside its text, the page that an author asks for a
-- decision from, and the check of what is being written.
local plugin <const> = ...
local appeals <const> = require "wordcheck.appeals"
local check <const> = require "wordcheck.check"
local decide <const> = require "wordcheck.decide"
local desk <const> = require "wordcheck.desk"
local act <const> = plugin.cms

local NOTE <const> = { note = { "text", max = 500, required = true } }
local TEXT_MAX <const> = 2000000

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
    appeal = appeals.of(entry) or false, how = plugin.config.appeal }
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
    appeals.of(entry) or false } })
end)

local function entry_page(req, problem, status)
  local entry <const>, err <const> = act.entry.read{ id = req.params.id }
  if not entry then return nil, err end
  check.ensure()
  local view <const> = view_of(entry)
  view.decides = appeals.decides(req.user.id, entry)
  view.typed = problem and req.form_fields or {}
  return desk.render(req, "entry", req:t("wordcheck.entry",
    { title = entry.title }), view, problem, status)
end

plugin:route("wordcheck.entry", "GET /desk/words/entries/{id:int}",
  { permission = "session" }, function(req) return entry_page(req) end)

-- Asks for a decision about exactly this text.
plugin:route("wordcheck.appeal", "POST /desk/words/entries/{id:int}/appeal",
  { permission = "session" }, function(req)
    local form <const> = req:form(NOTE)
    if not form then
      return entry_page(req, req:t("wordcheck.appeal.empty"), 422)
    end
    local entry, err = act.entry.read{ id = req.params.id }
    if not entry then return nil, err end
    plugin:deed(req:t("wordcheck.deed.entry", { title = entry.title,
      id = entry.id }))
    entry, err = appeals.file(entry, form.note, req.user)
    if not entry then return nil, err end
    return desk.done(req, "/desk/words/entries/" .. req.params.id, "asked")
  end)

-- Decides about a text that the one who decides may read, asked for or not.
plugin:route("wordcheck.decide", "POST /desk/words/entries/{id:int}/decide",
  { permission = "wordcheck.override" }, function(req)
    local form <const> = req:form(decide.FORM)
    if not form then
      return entry_page(req, req:t("wordcheck.decide.empty"), 422)
    end
    local entry, err = act.entry.read{ id = req.params.id }
    if not entry then return nil, err end
    if not appeals.decides(req.user.id, entry) then
      return entry_page(req, req:t("wordcheck.decide.own"), 403)
    elseif form.hash ~= entry.hash then
      return entry_page(req, req:t("wordcheck.decide.changed"), 409)
    end
    if not appeals.of(entry) then
      local done
      done, err = appeals.file(entry, "", { id = 0, display = "" })
      if not done then return nil, err end
    end
    return decide.answer(req, appeals.of(entry), form,
      "/desk/words/entries/" .. entry.id)
  end)

-- What is being written: fields of the form as text_NAME.  { NAME = hits }
plugin:route("wordcheck.check", "POST /desk/words/check",
  { permission = "session", reads = true }, function(req)
    local out <const> = {}
    check.ensure()
    for name, text in pairs(req.form_fields) do
      local field <const> = name:match("^text_([%w_]+)$")
      if field and #text <= TEXT_MAX then out[field] = check.text(text) end
    end
    return req:json{ fields = out }
  end)

return true
