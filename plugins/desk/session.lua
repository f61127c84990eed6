-- Signing in and out, the own password, the own sessions.
local plugin <const> = ...
local page <const> = require "desk.page"
local resets <const> = require "desk.resets"

local cms <const> = plugin.cms

-- Only pages of this site: "/x", not "//host" or "/\host".
local function safe_back(url)
  if type(url) == "string" and url:find("^/[^/\\]") and not url:find("%c") then
    return url
  end
  return "/desk/"
end

local function text(v)
  return type(v) == "string" and v or ""
end

local function sign_in_page(req, view, status)
  return req:render("desk/sign-in", { title = req:t("desk.sign_in"),
    v = view, }, status)
end

plugin:route("desk.sign_in", "GET /desk/sign-in",
  { permission = "public", form = true }, function(req)
  local back <const> = safe_back(req.query.back)
  if req.user then return req:redirect(back) end
  return sign_in_page(req, { back = back, name = "" })
end)

plugin:route("desk.sign_in.do", "POST /desk/sign-in",
  { permission = "public", form = true }, function(req)
  local fields <const> = req.form_fields
  local name <const> = text(fields.name)
  local back <const> = safe_back(fields.back)
  local ok <const>, err <const> = req:sign_in{ name = name,
    password = text(fields.password) }
  if ok then
    -- The workbench tells what is overdue anyway.
    return req:redirect(back:find("^/desk/.") and
      page.mark(back, "welcome=1") or back)
  end
  return sign_in_page(req, { back = back, name = name,
    problem = err.message }, err.status)
end)

page.route("sign_out", "POST /desk/sign-out", function(req)
  local ok <const>, err <const> = req:sign_out()
  if not ok then return nil, err end
  return req:redirect("/desk/sign-in")
end, { password = true })

local function password_page(req, problems, status)
  return req:render("desk/password", { title = req:t("desk.password"),
    v = { problems = problems, must = req.user.must_change,
    reset = resets.own() } }, status)
end

page.route("password", "GET /desk/password", function(req)
  return password_page(req, {})
end, { password = true })

local PASSWORD <const> = {
  old = { "line", required = true }, new = { "line", required = true },
  again = { "line", required = true },
}

page.route("password.do", "POST /desk/password", function(req)
  local form <const>, problems <const> = req:form(PASSWORD)
  if not form then return password_page(req, problems, 422) end
  -- As they were typed, with the spaces at their ends.
  local fields <const> = req.form_fields
  if fields.new ~= fields.again then
    return password_page(req, { again = req:t("desk.password.differ") }, 422)
  end
  local ok <const>, err <const> =
    cms.user.password{ old = fields.old, new = fields.new }
  if not ok then
    local field <const> = err.field == "old" and "old" or "new"
    return password_page(req, { [field] = err.message }, err.status)
  end
  return page.done(req, "/desk/", "password")
end, { password = true })

page.route("sessions", "GET /desk/sessions", function(req)
  local user <const> = req.query.user
  local list <const>, err <const> = cms.session.list{ user = user }
  if not list then return nil, err end
  return page.render(req, "sessions", { active = "sessions",
    title = req:t("desk.menu.sessions") },
    { sessions = list.sessions, user = user })
end)

page.route("session.end", "POST /desk/sessions/{id:int}/end", function(req)
  local ok <const>, err <const> = cms.session["end"]{ id = req.params.id }
  if not ok then return nil, err end
  local user <const> = text(req.form_fields.user)
  return page.done(req, "/desk/sessions" ..
    (user ~= "" and "?user=" .. page.escape(user) or ""), "ended")
end)

return true
