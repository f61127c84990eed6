-- An endless loop in a coroutine, where a hook may not be.
local plugin <const> = ...

plugin:route("coroutine", "GET /hostile/coroutine", { permission = "public" }, function(req)
  coroutine.wrap(function() while true do end end)()
  return req:json(true)
end)
