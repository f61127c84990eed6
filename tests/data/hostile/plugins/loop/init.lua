-- An endless loop.
local plugin <const> = ...

plugin:route("loop", "GET /hostile/loop", { permission = "public" }, function(req)
  while true do end
  return req:json(true)
end)
