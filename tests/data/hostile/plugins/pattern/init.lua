-- A pattern that tries everything (in C, where no hook looks).
local plugin <const> = ...

plugin:route("pattern", "GET /hostile/pattern", { permission = "public" }, function(req)
  req.got = ("a"):rep(40):find(("a?"):rep(40) .. ("a"):rep(40))
  return req:json(true)
end)
