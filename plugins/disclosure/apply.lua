-- Requests as visitors see them: the form, the code that confirms it, where it
-- stands, and the correction that was asked for.  A code is sent in a form, not
-- in an address: addresses are kept in histories and logs.
local plugin <const> = ...
local limits <const> = require "disclosure.limits"
local requests <const> = require "disclosure.requests"
local rules <const> = require "disclosure.rules"
local view <const> = require "disclosure.view"

local OPEN <const> = { permission = "public", form = true }
local WISH_MAX <const>, WISH_MIN <const> = 2000, 5

local FORM <const> = {
  applicant = { "choice", choices = rules.applicants, required = true },
  name = { "line", max = 60, required = true },
  contact = { "line", max = 120, required = true },
  wish = { "text", max = WISH_MAX, required = true },
  form = { "choice", choices = rules.forms, required = true },
  agreed = { "bool", required = true },
}

local function form_page(req, values, problems, problem, status)
  local config <const> = plugin.config
  return view.page(req, "disclosure/ask", "ask", req:t("disclosure.ask"), {
    values = values, problems = problems, problem = problem or false,
    applicants = rules.applicants, forms = rules.forms, wish_max = WISH_MAX,
    challenge = plugin:challenge():issue(), notice_days = config.notice_days,
    answer_days = config.answer_days, extension_days = config.extension_days,
    retention_days = config.retention_days }, status)
end

plugin:route("disclosure.ask", "GET /disclosure/request", OPEN, function(req)
  return form_page(req, {}, {})
end)

local function check_wish(form, problems, req)
  if form.wish and (utf8.len(form.wish) or 0) < WISH_MIN then
    problems.wish = req:t("disclosure.ask.short", { min = WISH_MIN })
  end
end

plugin:route("disclosure.ask.send", "POST /disclosure/request", OPEN,
  function(req)
  local form, problems = req:form(FORM)
  problems = problems or {}
  if form then check_wish(form, problems, req) end
  if next(problems) then
    return form_page(req, req.form_fields, problems,
      req:t("disclosure.ask.bad"), 422)
  end
  local good, err = plugin:challenge():check(req)
  if not good then
    return form_page(req, req.form_fields, { challenge = err.message },
      err.message, err.status)
  end
  local made
  made, err = requests.make(form, req:t("disclosure.ask.receipt"))
  if not made then
    return form_page(req, req.form_fields, err.problems or {},
      err.problems and req:t("disclosure.ask.refused") or err.message, err.status)
  end
  return view.page(req, "disclosure/received", "ask",
    req:t("disclosure.received"), { code = made.code, due_at = made.due_at })
end)

-- ---- where it stands

-- typed: a correction that was sent, and waits until the code is known.
local function code_page(req, code, err, typed)
  return view.page(req, "disclosure/code", "ask", req:t("disclosure.status"),
    { code = code or "", problem = err and err.message or false,
      challenge = err and err.challenge or false, typed = typed or "" },
    err and err.status)
end

-- The request of a code; nil, the fault.
local function by_code(req, code)
  local receipt <const>, err <const> = plugin.cms:receipt(tostring(code or ""), req,
    "disclosure.request")
  if not receipt then return nil, err end
  local request <const> = requests.by_receipt(receipt.id)
  if not request then
    return nil, { code = "receipt.unknown", status = 404,
      message = plugin:t("fault.receipt.unknown") }
  end
  return request
end

-- What the sender is shown: the way that it went, no more of who sent it than
-- the wish itself.
local function status_page(req, code, request, more, status)
  local kind <const> = rules.find(request.reply_kind)
  return view.page(req, "disclosure/status", "ask", req:t("disclosure.status"), {
    code = code, request = request, kind = kind or false,
    left = request.state ~= "closed" and request.state ~= "correcting" and
      plugin:calendar():working_days_between(plugin:now(), request.due_at),
    typed = more.typed or "", problem = more.problem or false,
    done = more.done or false, wish_max = WISH_MAX }, status)
end

plugin:route("disclosure.status", "GET /disclosure/request/status", OPEN,
  function(req) return code_page(req) end)

local CODE <const> = { code = { "line", max = 40, required = true } }

plugin:route("disclosure.status.show", "POST /disclosure/request/status", OPEN,
  function(req)
  local form <const>, problems <const> = req:form(CODE)
  if not form then
    return code_page(req, req.form_fields.code, { status = 422,
      message = problems.code or req:t("disclosure.ask.bad") })
  end
  local request <const>, err <const> = by_code(req, form.code)
  if not request then
    return code_page(req, form.code, err, req.form_fields.wish)
  end
  return status_page(req, form.code, request, { typed = req.form_fields.wish })
end)

local CORRECT <const> = { code = { "line", max = 40, required = true },
  wish = { "text", max = WISH_MAX, required = true } }

plugin:route("disclosure.correct", "POST /disclosure/request/correct", OPEN,
  function(req)
  local form <const>, problems <const> = req:form(CORRECT)
  local code <const> = tostring(req.form_fields.code or "")
  local request, err = by_code(req, code)
  if not request then
    return code_page(req, code, err, req.form_fields.wish)
  end
  if not form then
    return status_page(req, code, request, { problem = problems.wish or
      req:t("disclosure.ask.bad"), typed = req.form_fields.wish }, 422)
  end
  local good
  good, err = plugin.cms:ask("disclosure.request",
    { check = { wish = form.wish } })
  if not good then
    return status_page(req, code, request, { typed = form.wish,
      problem = err.problems and err.problems.wish or err.message }, err.status)
  end
  if not requests.correct(request, form.wish) then
    return status_page(req, code, request, { typed = form.wish,
      problem = req:t("disclosure.correct.late") }, 409)
  end
  request = requests.find(request.id)
  return status_page(req, code, request, { done = limits.state(request) })
end)

return true
