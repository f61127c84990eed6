-- This plugin's pages among the staff's: routes for those who handle requests,
-- the frame of the desk, faults as a page in it.
local plugin <const> = ...
local places <const> = require "disclosure.places"
local requests <const> = require "disclosure.requests"

local desk <const> = {}

-- A page in the frame of the desk; `view` reaches the template as v.
function desk.render(req, template, title, view, problem, status)
  return req:render(template, { title = title, v = view,
    problem = problem or false }, status)
end

-- Is the one who asks a keeper of the catalogue's column?  The permission says
-- only that somebody keeps some column.
local function keeps()
  local path <const> = places.column()
  local column <const> = path and plugin.cms.column.read{ path = path }
  for _, act in ipairs(column and column.allowed or {}) do
    if act == "column.update" then return true end
  end
  return false
end

function desk.route(name, address, handler)
  plugin:route("disclosure." .. name, address,
    { permission = "disclosure.handle" }, function(req)
    if keeps() then return handler(req) end
    return nil, { code = "permission.denied", status = 403,
      message = plugin:t("fault.permission.plain") }
  end)
end

plugin:hook("desk.menu", function(event)
  if not plugin:permits("disclosure.handle") or not keeps() then return end
  local counts <const> = requests.counts()
  table.insert(event.items, { key = "disclosure.desk.menu",
    url = "/desk/disclosure", act = "disclosure.handle", position = 45,
    count = counts.open > 0 and tostring(counts.open) or nil })
end)

return desk
