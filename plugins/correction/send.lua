-- The form, and the page that shows the code, once.  Nothing of the sender is
-- kept but what they wrote.
local plugin <const> = ...
local page_of <const> = require "correction.page"

local SENTENCE_MAX <const>, WRONG_MAX <const> = 300, 1000
local UNKNOWN <const> = { code = "page.unknown", status = 404 }

local SCHEMA <const> = {
  entry = { "int", required = true, min = 1 },
  revision = { "int", required = true, min = 1 },
  sentence = { "text", max = SENTENCE_MAX, required = true },
  wrong = { "text", max = WRONG_MAX, required = true },
}

local function form_page(req, target, values, problems, problem, status)
  return req:render("correction/form", {
    target = target, values = values, problems = problems,
    problem = problem or false, open = plugin.config.open,
    sentence_max = SENTENCE_MAX, wrong_max = WRONG_MAX,
    challenge = plugin.config.open and plugin:challenge():issue() or false,
    status = plugin:link("correction.status"),
    meta = { title = req:t("correction.title"), kind = "column" },
  }, status)
end

plugin:route("correction.form", "GET /correction", { permission = "public" },
  function(req)
    local target <const> = page_of(math.tointeger(tonumber(req.query.entry)) or 0)
    if not target then return nil, UNKNOWN end
    return form_page(req, target, { revision = target.revision }, {})
  end)

local function receive(target, form)
  return plugin.cms:receive("correction", { column = target.column,
    title = target.title, days = plugin.config.days,
    content = { entry = target.id, revision = form.revision,
      url = target.url, sentence = form.sentence, wrong = form.wrong },
    check = { wrong = form.wrong } })	-- the sentence is the page's own
end

plugin:route("correction.send", "POST /correction",
  { permission = "public", open = true }, function(req)
    local typed <const> = req.form_fields
    local target <const> = page_of(math.tointeger(tonumber(typed.entry)) or 0)
    if not target then return nil, UNKNOWN end
    if not plugin.config.open then
      return form_page(req, target, typed, {}, req:t("correction.closed"), 503)
    end
    local form <const>, problems <const> = req:form(SCHEMA)
    if not form then
      return form_page(req, target, typed, problems,
        req:t("correction.problems"), 422)
    end
    local good, err = plugin:challenge():check(req)
    if not good then
      return form_page(req, target, typed, { challenge = err.message },
        err.message, err.status)
    end
    good, err = receive(target, form)
    if not good then
      return form_page(req, target, typed, err.problems or {},
        err.problems and req:t("correction.problems") or err.message, err.status)
    end
    return req:render("correction/received", { code = good.code,
      due_at = good.due_at, days = plugin.config.days, target = target,
      status = plugin:link("correction.status"),
      meta = { title = req:t("correction.received.title") } })
  end)

return true
