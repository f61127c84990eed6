-- Ten million pieces.
local plugin <const> = ...

plugin:route("concat", "GET /hostile/concat", { permission = "public" }, function(req)
  local t <const> = {}
  for i = 1, 1e7 do t[i] = "x" end
  req.got = #table.concat(t)
  return req:json(true)
end)
