-- A block whose template never ends.
local plugin <const> = ...

plugin:hook("home.blocks", function(event)
  table.insert(event.blocks, { template = "blockloop/block", position = 90, view = {} })
end)
