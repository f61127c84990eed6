-- A gigabyte in one call.
local plugin <const> = ...

plugin:route("rep", "GET /hostile/rep", { permission = "public" }, function(req)
  req.got = #("x"):rep(1 << 30)
  return req:json(true)
end)
