-- An endless loop in a finalizer: Lua runs those without hooks.
local plugin <const> = ...

plugin:route("finalizer", "GET /hostile/finalizer", { permission = "public" }, function(req)
  setmetatable({}, { __gc = function() while true do end end })
  for _ = 1, 1e6 do local _ <const> = {} end
  return req:json(true)
end)
