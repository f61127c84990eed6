-- A handler that leaves by yield.
local plugin <const> = ...

plugin:route("yield", "GET /hostile/yield", { permission = "public" }, function(req)
  coroutine.yield()
  return req:json(true)
end)
