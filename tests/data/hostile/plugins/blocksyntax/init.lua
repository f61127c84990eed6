-- A block whose template is no template.
local plugin <const> = ...

plugin:hook("home.blocks", function(event)
  table.insert(event.blocks, { template = "blocksyntax/block", position = 90, view = {} })
end)
