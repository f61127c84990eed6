-- Hooks that run for ever, one after the other.
local plugin <const> = ...

for _, event in ipairs{ "home.blocks", "entry.view", "column.view", "head.meta" } do
  plugin:hook(event, function()
    while true do end
  end)
end
