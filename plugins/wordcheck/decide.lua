-- Where appeals wait for those who decide, and their decision.
local plugin <const> = ...
local appeals <const> = require "wordcheck.appeals"
local desk <const> = require "wordcheck.desk"
local db <const> = plugin.db

local decide <const> = {}

local MAY <const> = { permission = "wordcheck.override" }

decide.FORM = { decision = { "choice", choices = { "passed", "refused" },
  required = true }, reason = { "text", max = 500, required = true },
  hash = { "hash", required = true } }

-- Writes the decision about an appeal and leads on to `url`.
function decide.answer(req, appeal, form, url)
  plugin:deed(req:t("wordcheck.deed." .. form.decision, { title = appeal.title,
    id = appeal.entry }))
  -- The passages were for whoever decides.
  local done <const>, err <const> = db:run([[
    UPDATE wordcheck_appeal SET decision = :decision, reason = :reason,
      decided_by = :name, decided_at = :now, passages = '[]' WHERE id = :id]],
    { id = appeal.id, decision = form.decision, reason = form.reason,
    name = req.user.display, now = plugin:now() })
  if not done then return nil, err end
  return desk.done(req, url, "decided")
end

plugin:hook("desk.menu", function(event)
  if not plugin:permits("wordcheck.override") then return end
  local waiting <const> = #appeals.list(false)
  table.insert(event.items, { key = "wordcheck.menu.appeals",
    url = "/desk/words/appeals", position = 35,
    count = waiting > 0 and tostring(waiting) or nil })
end)

plugin:route("wordcheck.appeals", "GET /desk/words/appeals", MAY, function(req)
  return desk.render(req, "appeals", req:t("wordcheck.menu.appeals"),
    { rows = appeals.list(true) })
end)

local function appeal_page(req, problem, status)
  local appeal <const> = appeals.one(req.params.id, req.user.id)
  if not appeal then return desk.missing() end
  return desk.render(req, "appeal", req:t("wordcheck.entry",
    { title = appeal.title }), { appeal = appeal,
    typed = problem and req.form_fields or {} }, problem, status)
end

plugin:route("wordcheck.appeals.one", "GET /desk/words/appeals/{id:int}", MAY,
  function(req) return appeal_page(req) end)

plugin:route("wordcheck.appeals.decide", "POST /desk/words/appeals/{id:int}",
  MAY, function(req)
    local appeal <const> = appeals.one(req.params.id, req.user.id)
    local form <const> = req:form(decide.FORM)
    if not appeal then return desk.missing() end
    if appeal.own then
      return appeal_page(req, req:t("wordcheck.decide.own"), 403)
    elseif appeal.decision ~= "" then
      return appeal_page(req, req:t("wordcheck.decide.done"), 409)
    elseif not form then
      return appeal_page(req, req:t("wordcheck.decide.empty"), 422)
    elseif form.hash ~= appeal.hash then
      return appeal_page(req, req:t("wordcheck.decide.changed"), 409)
    end
    return decide.answer(req, appeal, form, "/desk/words/appeals")
  end)

return decide
