-- A block whose template wants all the memory there is.
local plugin <const> = ...

plugin:hook("home.blocks", function(event)
  table.insert(event.blocks, { template = "blockmemory/block", position = 90, view = {} })
end)
