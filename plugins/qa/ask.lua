-- Asking: the form, and the page that shows the code, once.
local plugin <const> = ...
local questions <const> = require "qa.questions"

local TITLE_MAX <const>, TEXT_MAX <const> = 60, 2000

local function schema(categories)
  return { title = { "line", max = TITLE_MAX, required = true },
    text = { "text", max = TEXT_MAX, required = true },
    category = { "choice", choices = categories,
      required = #categories > 0 },
    private = { "bool" }, mask = { "bool" } }
end

-- maskable: the word check offers to hide what is personal.
local function page(req, values, problems, problem, status, maskable)
  local config <const> = plugin.config
  return req:render("qa/ask", {
    values = values, problems = problems, problem = problem or false,
    categories = questions.categories(), days = config.days,
    maskable = maskable or false, title_max = TITLE_MAX,
    text_max = TEXT_MAX, open = config.open,
    challenge = config.open and plugin:challenge():issue() or false,
    list = questions.address({}, 1), status = plugin:link("qa.status"),
    meta = { title = req:t("qa.ask.title"), kind = "column" },
  }, status)
end

-- Who doesn't want it published gets no entry that could be.
local function receive(form)
  return plugin.cms:receive("qa.question", { column = plugin.config.column,
    type = not form.private and "question" or nil, title = form.title,
    days = plugin.config.days,
    content = { question = form.text, category = form.category or "",
      asked_on = plugin:date(plugin:now(), "day"),
      private = form.private or false } }, form.mask)
end

-- What was refused, at the fields of the form.
local function sent_back(req, err)
  local by_field <const> = err.problems or {}
  return page(req, req.form_fields, { title = by_field.title,
    text = by_field.question, category = by_field.category }, err.problems and
    req:t("qa.ask.refused") or err.message, err.status, err.maskable)
end

local function received(req, receipt, form)
  return req:render("qa/received", { code = receipt.code,
    due_at = receipt.due_at, days = plugin.config.days,
    private = form.private or false, list = questions.address({}, 1),
    status = plugin:link("qa.status"),
    meta = { title = req:t("qa.received.title") } })
end

plugin:route("qa.ask", "GET /qa/ask", { permission = "public" },
  function(req) return page(req, {}, {}) end)

-- Without a cookie: the challenge shows that the form came from here.
plugin:route("qa.send", "POST /qa/ask", { permission = "public", open = true },
  function(req)
    if not plugin.config.open then
      return page(req, req.form_fields, {}, req:t("qa.closed"), 503)
    end
    local form <const>, problems <const> =
      req:form(schema(questions.categories()))
    if not form then
      return page(req, req.form_fields, problems, req:t("qa.ask.problems"), 422)
    end
    local good, err = plugin:challenge():check(req)
    if not good then
      return page(req, req.form_fields, { challenge = err.message },
        err.message, err.status)
    end
    good, err = receive(form)
    if not good then return sent_back(req, err) end
    return received(req, good, form)
  end)

-- { title, text, category?, private? }: a question as a visitor sends it, once;
-- for the demo.
plugin:command("ask", function(input)
  local there <const>, refused <const> =
    plugin.cms.receipt.list{ kind = "qa.question", text = input.title }
  if not there then return nil, refused end
  if #there.receipts > 0 then return {} end
  return receive(input)
end)

return true
