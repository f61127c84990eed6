-- An answer that holds itself.
local plugin <const> = ...

plugin:route("cycle", "GET /hostile/cycle", { permission = "public" }, function(req)
  local t <const> = {}
  t.t = t
  return req:json(t)
end)
