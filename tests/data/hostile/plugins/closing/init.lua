-- An endless loop in __close, which runs while an error goes up.
local plugin <const> = ...

plugin:route("closing", "GET /hostile/closing", { permission = "public" }, function(req)
  local mt <const> = { __close = function() while true do end end }
  local c <close> = setmetatable({}, mt)
  error("now")
  return req:json(true)
end)
