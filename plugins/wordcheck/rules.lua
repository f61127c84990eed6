-- The desk's pages for lists: switches, own words, import and export.
local plugin <const> = ...
local csv <const> = require "wordcheck.csv"
local desk <const> = require "wordcheck.desk"
local store <const> = require "wordcheck.store"
local db <const>, words <const> = plugin.db, plugin.words

local LISTS <const> = { permission = "wordcheck.lists" }
local IMPORT <const> = {
  name = { "line", max = 40, required = true },
  severity = { "choice", choices = store.SEVERITIES, default = "warn" },
  version = { "line", max = 40 },
  csv = { "text", max = 4000000, required = true },
}
local RULE <const> = {
  kind = { "choice", choices = { "literal", "pattern", "context" },
    required = true },
  rule = { "line", max = 300, required = true },
  severity = { "choice", choices = store.SEVERITIES, required = true },
  suggestion = { "line", max = 100 },
  reason = { "line", max = 200 },
}
local PAGE <const>, OWN <const> = 100, "own"

local function lists_page(req, more)
  store.ensure()
  local lists <const> = store.lists()
  for _, list in ipairs(lists) do list.folds = store.folds(list) end
  return desk.render(req, "lists", req:t("wordcheck.menu.lists"),
    { lists = lists, report = more.report or false, typed = more.typed or {},
    severities = store.SEVERITIES }, more.problem, more.status)
end

plugin:route("wordcheck.lists", "GET /desk/words", LISTS, function(req)
  return lists_page(req, {})
end)

plugin:route("wordcheck.switch", "POST /desk/words/lists/{id:int}", LISTS,
  function(req)
    local list <const> = store.list(req.params.id)
    if not list then return desk.missing() end
    local folds <const> = {}
    for _, name in ipairs(words.folds) do
      folds[name] = req.form_fields["fold_" .. name] == "1"
    end
    local on <const> = req.form_fields.enabled == "1"
    store.switch(list.id, on, folds, req.user.display)
    plugin:deed(req:t(on and "wordcheck.deed.on" or "wordcheck.deed.off",
      { list = list.title }))
    return desk.done(req, "/desk/words", "saved")
  end)

plugin:route("wordcheck.import", "POST /desk/words/import", LISTS, function(req)
  local form <const> = req:form(IMPORT)
  local typed <const> = req.form_fields
  if not form then
    return lists_page(req, { typed = typed, status = 422,
      problem = req:t("wordcheck.import.incomplete") })
  end
  store.ensure()
  plugin:deed(req:t("wordcheck.deed.list", { list = form.name }))
  local out <const>, err <const> = csv.import(form.csv, { name = form.name,
    title = form.name, severity = form.severity, version = form.version,
    by = req.user.display })
  if not out and err.status ~= 422 then return nil, err end
  if not out then
    return lists_page(req, { typed = typed, status = 422,
      problem = err.message })
  end
  if #out.report == 0 then return desk.done(req, "/desk/words", "imported") end
  return lists_page(req, { report = out })
end)

local function list_page(req, more)
  store.ensure()
  local list <const> = store.list(req.params.id)
  if not list then return desk.missing() end
  local text <const> = req.query.text or ""
  local after <const> = math.tointeger(tonumber(req.query.after or "")) or 0
  local rows <const> = db:all([[
    SELECT * FROM wordcheck_rule WHERE list = :id AND id > :after AND
      (:text = '' OR instr(rule, :text)) ORDER BY id LIMIT :max]],
    { id = list.id, after = after, text = text, max = PAGE + 1 })
  local nxt <const> = #rows > PAGE and rows[PAGE].id
  rows[PAGE + 1] = nil
  return desk.render(req, "list", list.title, { list = list, rows = rows,
    text = text, next = nxt, typed = more.typed or {},
    severities = store.SEVERITIES }, more.problem, more.status)
end

plugin:route("wordcheck.list", "GET /desk/words/lists/{id:int}", LISTS,
  function(req) return list_page(req, {}) end)

plugin:route("wordcheck.export", "GET /desk/words/lists/{id:int}/export", LISTS,
  function(req)
    local list <const> = store.list(req.params.id)
    if not list then return desk.missing() end
    return req:send{ type = "text/csv; charset=utf-8",
      body = "\u{FEFF}" .. csv.write(list.id) }
  end)

-- The site's own list, made with the first visit.
plugin:route("wordcheck.own", "POST /desk/words/own", LISTS, function(req)
  local list <const> = store.by_name(OWN)
  local id <const> = list and list.id or store.own(OWN,
    req:t("wordcheck.own"), plugin:date(plugin:now(), "day"), req.user.display)
  return req:redirect("/desk/words/lists/" .. id)
end)

plugin:route("wordcheck.add", "POST /desk/words/lists/{id:int}/add", LISTS,
  function(req)
    local list <const> = store.list(req.params.id)
    if not list or list.shipped == 1 then return desk.missing() end
    local form <const> = req:form(RULE)
    plugin:deed(req:t(form and "wordcheck.deed.rule" or "wordcheck.deed.list",
      { list = list.title, rule = form and form.rule }))
    local rows, report
    if form then
      form.suggestion, form.reason = form.suggestion or "", form.reason or ""
      rows, report = csv.check(form)
    end
    if not rows then
      return list_page(req, { typed = req.form_fields, status = 422,
        problem = report and req:t("wordcheck.report." .. report.key, report) or
          req:t("wordcheck.rule.incomplete") })
    end
    store.put(list.id, rows)
    store.raise()
    return desk.done(req, "/desk/words/lists/" .. list.id, "added")
  end)

plugin:route("wordcheck.remove", "POST /desk/words/lists/{id:int}/remove",
  LISTS, function(req)
    local list <const> = store.list(req.params.id)
    local rule <const> = math.tointeger(tonumber(req.form_fields.rule or ""))
    if not list or list.shipped == 1 then return desk.missing() end
    plugin:deed(req:t("wordcheck.deed.list", { list = list.title }))
    if rule then
      db:run("DELETE FROM wordcheck_rule WHERE list = :id AND id = :rule",
        { id = list.id, rule = rule })
    else
      db:run("DELETE FROM wordcheck_list WHERE id = :id", { id = list.id })
    end
    store.raise()
    return desk.done(req, rule and "/desk/words/lists/" .. list.id or
      "/desk/words", "removed")
  end)

return true
