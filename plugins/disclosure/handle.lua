-- Requests as staff handle them: what waits, with its days; one in full; and
-- what is done to it.  Whoever may decide about the column's receipts may; the
-- core checks that for each request by its receipt.
local plugin <const> = ...
local desk <const> = require "disclosure.desk"
local requests <const> = require "disclosure.requests"
local rules <const> = require "disclosure.rules"

local TEXT_MIN <const>, TEXT_MAX <const> = 5, 2000
local DONE <const> = { accept = true, notice = true, corrected = true,
  extend = true, close = true }

local function number(text)
  return type(text) == "string" and math.tointeger(tonumber(text)) or nil
end

-- Working days until (or since) it is due; nil where no time runs.
local function with_days(rows)
  local calendar <const>, now <const> = plugin:calendar(), plugin:now()
  for _, row in ipairs(rows) do
    if row.state ~= "closed" and row.state ~= "correcting" then
      row.days = calendar:working_days_between(now, row.due_at)
    end
  end
  return rows
end

desk.route("requests", "GET /desk/disclosure", function(req)
  local closed <const> = req.query.show == "closed"
  local from <const> = math.max(0, number(req.query.from) or 0)
  local rows <const> = with_days(requests.list(closed, from))
  local more <const> = #rows > requests.PAGE and table.remove(rows) ~= nil
  local here <const> = "/desk/disclosure" .. (closed and "?show=closed" or "")
  return desk.render(req, "disclosure/desk/requests",
    req:t("disclosure.desk.requests"), { rows = rows, closed = closed,
    counts = requests.counts(), retention_days = plugin.config.retention_days,
    start = from > 0 and here or false, next = more and here ..
      (closed and "&" or "?") .. "from=" .. from + requests.PAGE or false })
end)

-- The request, if the one who asks may see it; nil and the fault.
local function find(id, act)
  local request <const> = requests.find(id)
  if not request or not request.receipt then
    return nil, { code = "receipt.unknown", status = 404,
      message = plugin:t("fault.receipt.unknown") }
  end
  local receipt <const>, err <const> =
    plugin.cms.receipt.read{ id = request.receipt }
  if not receipt then return nil, err end
  for _, name in ipairs(receipt.allowed) do
    if not act or name == act then return request end
  end
  return nil, { code = "permission.denied", status = 403,
    message = plugin:t("fault.permission.plain") }
end

local function request_page(req, request, more, status)
  with_days{ request }
  return desk.render(req, "disclosure/desk/request",
    req:t("disclosure.desk.request", { n = request.id }), { r = request,
    kind = rules.find(request.reply_kind) or false, replies = rules.replies,
    ends = rules.ends, typed = more.typed or {}, bad = more.bad or {},
    answer_days = plugin.config.answer_days,
    extension_days = plugin.config.extension_days }, more.problem, status)
end

desk.route("request", "GET /desk/disclosure/{id:int}", function(req)
  local request <const>, err <const> = find(req.params.id)
  if not request then return nil, err end
  return request_page(req, request, {})
end)

local function long_enough(text)
  return (utf8.len(text or "") or 0) >= TEXT_MIN
end

local TEXT <const> = { text = { "text", max = TEXT_MAX, required = true } }
local CLOSE <const> = { kind = { "line", max = 20, required = true },
  partial = { "bool" }, reason = { "text", max = TEXT_MAX },
  reply = { "text", max = 5000 } }

-- What is missing in a reply: { field = sentence }, empty where it is whole.
local function close_problems(req, form)
  local kind <const>, bad <const> = rules.find(form.kind), {}
  if not kind then
    bad.kind = req:t("form.choice")
    return bad
  end
  local partial <const> = form.partial and form.kind == rules.partial.key
  if form.partial and not partial then
    bad.partial = req:t("disclosure.desk.partial_only")
  end
  if (kind.reason or partial) and not long_enough(form.reason) then
    bad.reason = req:t("disclosure.desk.reason_missing", { min = TEXT_MIN })
  end
  if rules.is_reply(form.kind) and not long_enough(form.reply) then
    bad.reply = req:t("disclosure.desk.reply_missing", { min = TEXT_MIN })
  end
  return bad
end

-- The core's receipt follows; who has the code reads the reply from us.
local function tell(request, state, outcome)
  return plugin.cms.receipt.update{ id = request.receipt, state = state,
    outcome = outcome, reply = outcome and
      plugin:t("disclosure.receipt.reply") or nil }
end

local acts <const> = {}

function acts.accept(request)
  if not requests.accept(request.id) then return false end
  tell(request, "accepted")
  return true
end

function acts.notice(request, form)
  if not requests.notice(request.id, form.text) then return false end
  tell(request, "accepted")
  return true
end

function acts.corrected(request, form)
  return requests.correct(request, form.text)
end

function acts.extend(request, form)
  return requests.extend(request, form.text)
end

-- While the applicant corrects it can only be ended.
function acts.close(request, form, req)
  if rules.is_reply(form.kind) and not request.allowed.answer then
    return false
  end
  if not requests.close(request.id, form, req.user.display) then return false end
  tell(request, rules.is_reply(form.kind) and "answered" or "closed", form.kind)
  return true
end

local function checked(req, name)
  if name == "accept" then return {} end
  local form, bad = req:form(name == "close" and CLOSE or TEXT)
  if not form then return nil, bad end
  if name == "close" then
    bad = close_problems(req, form)
  elseif not long_enough(form.text) then
    bad = { text = req:t("disclosure.desk.short", { min = TEXT_MIN }) }
  end
  if bad and next(bad) then return nil, bad end
  return form
end

-- POST /desk/disclosure/ID/ACT
for name in pairs(DONE) do
  desk.route("request." .. name, "POST /desk/disclosure/{id:int}/" .. name,
    function(req)
    local request <const>, err <const> = find(req.params.id, "receipt.decide")
    if not request then return nil, err end
    local form <const>, bad <const> = checked(req, name)
    if not form then
      return request_page(req, request, { typed = req.form_fields,
        bad = { [name] = bad }, problem = req:t("disclosure.ask.bad") }, 422)
    end
    if not acts[name](request, form, req) then
      return request_page(req, requests.find(request.id), {
        typed = req.form_fields, problem = req:t("disclosure.desk.late") }, 409)
    end
    return req:redirect("/desk/disclosure/" .. request.id .. "?done=saved")
  end)
end

return true
