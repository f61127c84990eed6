-- Requests that came on paper, by post or at the counter: staff enter them, and
-- hand the code to whoever asked.  Time runs from the day on which it arrived.
local plugin <const> = ...
local desk <const> = require "disclosure.desk"
local requests <const> = require "disclosure.requests"
local rules <const> = require "disclosure.rules"

local BACK_DAYS <const> = 90	-- how long ago it may have arrived
local FORM <const> = {
  applicant = { "choice", choices = rules.applicants, required = true },
  name = { "line", max = 60, required = true },
  contact = { "line", max = 120, required = true },
  wish = { "text", max = 2000, required = true },
  form = { "choice", choices = rules.forms, required = true },
  received = { "date", required = true },
}

local function today() return plugin:date(plugin:now(), "day") end

local function page(req, typed, bad, problem, status)
  return desk.render(req, "disclosure/desk/paper",
    req:t("disclosure.paper"), { typed = typed, bad = bad, today = today(),
    applicants = rules.applicants, forms = rules.forms }, problem, status)
end

desk.route("paper", "GET /desk/disclosure/paper", function(req)
  return page(req, { received = today() }, {})
end)

-- The second at which it arrived; nil where that day can't be.
local function arrived(day)
  local now <const> = plugin:now()
  if day == today() then return now end
  local at <const> = plugin:time(day .. "T12:00")
  return at and at < now and at > now - BACK_DAYS * 86400 and at or nil
end

desk.route("paper.enter", "POST /desk/disclosure/paper", function(req)
  local form <const>, bad <const> = req:form(FORM)
  if not form then
    return page(req, req.form_fields, bad, req:t("disclosure.ask.bad"), 422)
  end
  form.received_at = arrived(form.received)
  if not form.received_at then
    return page(req, req.form_fields, { received =
      req:t("disclosure.paper.day", { days = BACK_DAYS }) },
      req:t("disclosure.ask.bad"), 422)
  end
  local made <const>, err <const> = requests.make(form,
    req:t("disclosure.ask.receipt"), true)
  if not made then
    return page(req, req.form_fields, {}, err.message, err.status)
  end
  return desk.render(req, "disclosure/desk/entered",
    req:t("disclosure.paper.done"), { id = made.id, code = made.code,
    due_at = made.due_at })
end)

return true
