-- A table that says that it is endless.
local plugin <const> = ...

plugin:route("move", "GET /hostile/move", { permission = "public" }, function(req)
  table.move(setmetatable({}, { __len = function() return 1 << 52 end }),
    1, 1 << 52, 2)
  return req:json(true)
end)
