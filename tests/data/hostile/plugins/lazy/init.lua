-- A pattern of many shortest matches.
local plugin <const> = ...

plugin:route("lazy", "GET /hostile/lazy", { permission = "public" }, function(req)
  req.got = ("a"):rep(5000):find((".-"):rep(8) .. "b")
  return req:json(true)
end)
