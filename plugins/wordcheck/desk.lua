-- The plugin's pages among the staff's: menu, frame, the way back.
local plugin <const> = ...

local desk <const> = {}

local DONE <const> = { saved = true, imported = true, removed = true,
  added = true, asked = true, decided = true }

-- Renders wordcheck/NAME in the frame of the desk; view is v there.
function desk.render(req, name, title, view, problem, status)
  local done <const> = req.query.done
  return req:render("wordcheck/" .. name, { title = title, v = view,
    done = DONE[done] and "wordcheck.done." .. done or false,
    problem = problem or false }, status)
end

function desk.done(req, url, what)
  return req:redirect(url .. "?done=" .. what)
end

-- A faulty request as the error page of the core.
function desk.missing()
  return nil, { code = "page.unknown", status = 404 }
end

plugin:hook("desk.menu", function(event)
  if plugin:permits("wordcheck.lists") then
    table.insert(event.items, { key = "wordcheck.menu.lists",
      url = "/desk/words", position = 70 })
  end
end)

return desk
