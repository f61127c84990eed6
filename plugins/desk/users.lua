-- Accounts: list, create, change, stop, unlock, a new password.  System and
-- security administrators see the parts that are theirs.
local plugin <const> = ...
local page <const> = require "desk.page"

local users <const> = {}
local null <const> = cms.null
local acts <const> = plugin.cms

local ROLES <const> = { "contributor", "editor", "reviewer", "column_keeper",
  "site_keeper", "system_admin", "security_admin", "audit_admin" }
local FILTERS <const> = { "text", "state", "role", "site" }

-- Where a role holds, in words.
local function place(req, grant)
  local where = not grant.site and req:t("desk.grants.all_sites") or
    grant.site_title or grant.site
  if grant.column then
    where = where .. " › " .. (grant.column_title ~= "" and grant.column_title or
      req:t("desk.grants.column_gone"))
  end
  return grant.unit_name and where .. " · " .. grant.unit_name or where
end

-- "审核员2（江城市职工之家 › 要闻）"; the administrators' hold everywhere.
function users.role_text(req, grant)
  local name <const> = req:t("role." .. (grant.role:match("^reviewer") or
    grant.role)) .. (grant.role:match("%d$") or "")
  if grant.role:find("_admin$") then return name end
  return req:t("desk.grants.at", { role = name, place = place(req, grant) })
end

local function with_roles(req, list)
  for _, user in ipairs(list) do
    user.held = {}
    for i, grant in ipairs(user.grants) do
      user.held[i] = users.role_text(req, grant)
    end
  end
  return list
end

page.route("users", "GET /desk/users", function(req)
  local f <const>, kept <const> = page.filters(req, FILTERS)
  local query <const> = req.query
  local list, sites, err
  list, err = acts.user.list{ text = f.text, state = f.state, role = f.role,
    site = f.site, cursor = math.tointeger(tonumber(query.cursor)) }
  if not list then return nil, err end
  sites, err = acts.site.list{}
  if not sites then return nil, err end
  local here <const> = "/desk/users?" .. kept
  return page.render(req, "users", { active = "users",
    title = req:t("desk.menu.users") }, { users = with_roles(req, list.users),
    f = f, roles = ROLES, sites = sites.sites, start = query.cursor and here,
    next = list.next and here .. (kept ~= "" and "&" or "") .. "cursor=" ..
      list.next, can_create = plugin:permits("user.create") })
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
  if not plugin:permits("user.create") then
    return nil, { code = "permission.denied", status = 403,
      message = req:t("desk.users.refused") }
  end
  return new_page(req, {}, {})
end)

local NEW <const> = { name = { "line", max = 32, required = true },
  display = { "line", max = 40, required = true }, unit = { "int" } }

page.route("user.create", "POST /desk/users/new", function(req)
  local form <const>, problems <const> = req:form(NEW)
  if not form then
    return new_page(req, req.form_fields, problems, { status = 422,
      message = req:t("desk.edit.problems") })
  end
  local out <const>, err <const> = acts.user.create(form)
  if out then
    return users.page(req, out.id, { half = out.half, half_of = "create",
      until_time = out["until"] })
  end
  return new_page(req, req.form_fields,
    { [err.field or "name"] = err.message }, err)
end)

-- The page of a user; more: problem, typed, and half, half_of, until_time of a
-- password that is shown this once.
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
      "reset.ask", "reset.give", "reset.drop", "grant.add", "session.others" } do
    can[act] = plugin:permits(act)
  end
  local view <const> = { user = user, units = units.units, can = can,
    grants = grants.grants, typed = more.typed or {}, half = more.half,
    half_of = more.half_of, until_time = more.until_time,
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
act("update", "saved", function(fields)
  return { display = tostring(fields.display or ""),
    unit = math.tointeger(tonumber(fields.unit)) or null }
end)

return users
