-- Accounts: list, create, change, stop, unlock, a new password.  System and
-- security administrators see the parts that are theirs.
local plugin <const> = ...
local page <const> = require "desk.page"

local users <const> = {}
local null <const> = cms.null
local acts <const> = plugin.cms

page.route("users", "GET /desk/users", function(req)
  local query <const> = req.query
  local text <const> = query.text ~= "" and query.text or nil
  local state <const> = query.state ~= "" and query.state or nil
  local list <const>, err <const> = acts.user.list{ text = text, state = state,
    cursor = math.tointeger(tonumber(query.cursor)) }
  if not list then return nil, err end
  return page.render(req, "users", { active = "users",
    title = req:t("desk.menu.users") }, { users = list.users, text = text,
    state = state, start = query.cursor ~= nil,
    next = list.next and "/desk/users?cursor=" .. list.next ..
      (text and "&text=" .. page.escape(text) or ""),
    can_create = plugin:permits("user.create") })
end)

-- The user of that number, or nil and the fault.
function users.find(req, id)
  local list <const>, err <const> = acts.user.list{ cursor = id - 1, limit = 1 }
  if not list then return nil, err end
  local user <const> = list.users[1]
  if user and user.id == id then return user end
  return nil, { code = "user.unknown", status = 404, detail = tostring(id),
    message = req:t("fault.status.404") }
end

function users.url(id) return "/desk/users/" .. id end

local function new_page(req, values, problems, problem)
  local units <const>, err <const> = acts.unit.list{}
  if not units then return nil, err end
  return page.render(req, "user-new", { active = "users", problem = problem,
    title = req:t("desk.user.new") }, { values = values, problems = problems,
    units = units.units })
end

page.route("user.new", "GET /desk/users/new", function(req)
  return new_page(req, {}, {})
end)

local NEW <const> = { name = { "line", max = 32, required = true },
  display = { "line", max = 40, required = true }, unit = { "int" },
  password = { "line", required = true } }

page.route("user.create", "POST /desk/users/new", function(req)
  local form <const>, problems <const> = req:form(NEW)
  if not form then
    return new_page(req, req.form_fields, problems, { status = 422,
      message = req:t("desk.edit.problems") })
  end
  form.password = req.form_fields.password	-- with its spaces
  local out <const>, err <const> = acts.user.create(form)
  if out then return page.done(req, users.url(out.id), "created") end
  return new_page(req, req.form_fields,
    { [err.field or "name"] = err.message }, err)
end)

-- The page of a user; more: problem, typed.
function users.page(req, id, more, status)
  local user, units, grants, err
  user, err = users.find(req, id)
  if not user then return nil, err end
  units, err = acts.unit.list{}
  if not units then return nil, err end
  grants, err = acts.grant.list{ user = user.name }
  if not grants then return nil, err end
  local can <const> = {}
  for _, act in ipairs{ "user.update", "user.disable", "user.unlock",
      "user.reset", "grant.add", "session.others" } do
    can[act] = plugin:permits(act)
  end
  local view <const> = { user = user, units = units.units, can = can,
    grants = grants.grants, typed = more.typed or {},
    self = user.id == req.user.id }
  if can["grant.add"] then
    view.sites, view.columns, err = users.places()
    if not view.sites then return nil, err end
  end
  return page.render(req, "user", { active = "users", title = user.display,
    problem = more.problem }, view, status)
end

page.route("user", "GET /desk/users/{id:int}", function(req)
  return users.page(req, req.params.id, {})
end)

-- POST /desk/users/ID/ACT
local function act(name, done, make)
  page.route("user." .. name, "POST /desk/users/{id:int}/" .. name,
    function(req)
    local id <const> = req.params.id
    local input <const> = make and make(req.form_fields) or {}
    input.id = id
    local out <const>, err <const> = acts.user[name](input)
    if out then return page.done(req, users.url(id), done) end
    return users.page(req, id, { problem = err, typed = req.form_fields },
      err.status)
  end)
end

act("disable", "disabled")
act("enable", "enabled")
act("unlock", "unlocked")
act("reset", "reset", function(fields)
  return { password = tostring(fields.password or "") }
end)
act("update", "saved", function(fields)
  return { display = tostring(fields.display or ""),
    unit = math.tointeger(tonumber(fields.unit)) or null }
end)

return users
