-- The policy of the house, which the security administrator changes.
local plugin <const> = ...
local page <const> = require "desk.page"

local cms <const> = plugin.cms

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
