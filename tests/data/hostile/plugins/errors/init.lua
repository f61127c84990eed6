-- An error in every hook and behind its route.
local plugin <const> = ...

local function fail() error("it always fails") end

for _, event in ipairs{ "home.blocks", "entry.view", "column.view", "head.meta",
    "desk.menu" } do
  plugin:hook(event, fail)
end
plugin:route("errors", "GET /hostile/errors", { permission = "public" }, fail)
