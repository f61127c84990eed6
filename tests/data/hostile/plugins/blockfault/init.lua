-- A block whose template fails in the midst of it.
local plugin <const> = ...

plugin:hook("home.blocks", function(event)
  table.insert(event.blocks, { template = "blockfault/block", position = 90, view = {} })
end)
