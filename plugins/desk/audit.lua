-- The record of what staff did, for the audit administrator; the policy of the
-- house, for the security administrator.
local plugin <const> = ...
local page <const> = require "desk.page"

local cms <const> = plugin.cms

page.route("audit", "GET /desk/audit", function(req)
  local query <const> = req.query
  local house <const> = query.of == "house"
  local act <const> = query.act ~= "" and query.act or nil
  local user <const> = query.user ~= "" and query.user or nil
  local list <const>, err <const> = cms.audit.list{ site = not house, act = act,
    user = user, cursor = math.tointeger(tonumber(query.cursor)) }
  if not list then return nil, err end
  local kept <const> = "/desk/audit?of=" .. (house and "house" or "site") ..
    (act and "&act=" .. page.escape(act) or "") ..
    (user and "&user=" .. page.escape(user) or "")
  return page.render(req, "audit", { active = "audit",
    title = req:t("desk.menu.audit") }, { events = list.events, act = act,
    user = user, house = house, start = query.cursor and kept,
    next = list.next and kept .. "&cursor=" .. list.next })
end)

local function policy_page(req, values, problem)
  local out <const>, err <const> = cms.policy.read{}
  if not out then return nil, err end
  return page.render(req, "policy", { active = "policy", problem = problem,
    title = req:t("desk.menu.policy") }, { policy = out.policy,
    values = values, bad = problem and problem.field,
    may = plugin:permits("policy.update") })
end

page.route("policy", "GET /desk/policy", function(req)
  return policy_page(req, {})
end)

page.route("policy.save", "POST /desk/policy", function(req)
  local out, err = cms.policy.read{}
  if not out then return nil, err end
  local schema <const> = {}
  for _, p in ipairs(out.policy) do
    schema[p.name] = { "int", min = p.least, max = p.most, required = true }
  end
  local form <const>, problems <const> = req:form(schema)
  if not form then
    local field <const>, message <const> = next(problems)
    return policy_page(req, req.form_fields, { status = 422, field = field,
      message = req:t("field." .. field) .. "：" .. message })
  end
  out, err = cms.policy.update(form)
  if out then return page.done(req, "/desk/policy", "saved") end
  return policy_page(req, req.form_fields, err)
end)

return true
