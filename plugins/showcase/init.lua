-- 劳模风采: whoever agreed to be shown, and as long as they agree.
local plugin <const> = ...
local consent <const> = require "showcase.consent"
local people <const> = require "showcase.people"
local wall <const> = require "showcase.wall"

plugin:route("showcase.wall", "GET /showcase/wall",
  { permission = "public", cache = "level year unit kind page" }, function(req)
    local view <const> = wall.view(wall.filter(req.query))
    if not view then return nil, { code = "page.unknown", status = 404 } end
    return req:render("showcase/wall", { wall = view,
      meta = { title = req:t("showcase.wall"), kind = "column" } })
  end)

plugin:route("showcase.years", "GET /showcase/years",
  { permission = "public", cache = "" }, function(req)
    return req:render("showcase/years", { years = wall.years(),
      wall = plugin:link("showcase.wall"),
      meta = { title = req:t("showcase.years"), kind = "column" } })
  end)

-- What staff enter has to make sense; to be shown, the consent has to hold.
local function tell(event, list)
  for _, problem in ipairs(list) do
    table.insert(event.problems, { field = problem.field,
      message = plugin:t(problem.key) })
  end
end

plugin:hook("entry.validate", function(event)
  if event.entry.type ~= "person" then return end
  tell(event, consent.problems(event.entry.content))
end)

plugin:hook("entry.submit", function(event)
  if event.entry.type ~= "person" then return end
  tell(event, consent.obstacles(event.entry.content))
end)

-- The page of a person: gone from the minute in which the consent is over,
-- however late the clerk is.
plugin:hook("entry.view", function(event)
  local entry <const> = event.entry
  if entry.type ~= "person" then return end
  local held <const> = wall.consent(entry.id)
  if not held or not consent.holds(held, consent.today()) then
    event.view.gone = plugin:t("showcase.gone")
    return
  end
  event.view.person = { honours = wall.sort(entry.content.honours) }
end)

plugin:hook("column.view", function(event)
  if event.column.type ~= "person" then return end
  event.view.wall = wall.view(wall.filter{})
end)

plugin:hook("home.blocks", function(event)
  local n <const> = plugin.config.home
  if n == 0 then return end
  local first <const> = people.first(n)
  if #first == 0 then return end
  table.insert(event.blocks, { type = "person", position = 40,
    template = "showcase/block", view = { people = first,
    wall = plugin:link("showcase.wall") } })
end)

local function follow(event)
  if event.entry.type == "person" then people.update(event.entry.id) end
end
plugin:hook("entry.published", follow)
plugin:hook("entry.withdrawn", follow)

plugin:job("sync", function()
  if people.sync() then plugin:after("sync", 1) end
end)
