-- This plugin's pages among the staff's: routes for those who handle requests,
-- the frame of the desk, faults as a page in it.
local plugin <const> = ...
local requests <const> = require "disclosure.requests"

local desk <const> = {}

-- A page in the frame of the desk; `view` reaches the template as v.
function desk.render(req, template, title, view, problem, status)
  return req:render(template, { title = title, v = view,
    problem = problem or false }, status)
end

function desk.route(name, address, handler)
  plugin:route("disclosure." .. name, address,
    { permission = "disclosure.handle" }, handler)
end

plugin:hook("desk.menu", function(event)
  if not plugin:permits("disclosure.handle") then return end
  local counts <const> = requests.counts()
  table.insert(event.items, { key = "disclosure.desk.menu",
    url = "/desk/disclosure", act = "disclosure.handle", position = 45,
    count = counts.open > 0 and tostring(counts.open) or nil })
end)

return desk
