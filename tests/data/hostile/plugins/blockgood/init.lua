-- A harmless block, to be seen beside the others.
local plugin <const> = ...

plugin:hook("home.blocks", function(event)
  table.insert(event.blocks, { template = "blockgood/block", position = 1, view = {} })
end)
