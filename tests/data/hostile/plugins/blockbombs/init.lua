-- A block that is made of blocks without end.
local plugin <const> = ...

plugin:hook("home.blocks", function(event)
  table.insert(event.blocks, { template = "blockbombs/block", position = 90, view = {} })
end)
