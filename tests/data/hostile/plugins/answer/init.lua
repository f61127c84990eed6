-- An answer that is larger than any page.
local plugin <const> = ...

plugin:route("answer", "GET /hostile/answer", { permission = "public" }, function(req)
  local t <const> = {}
  for i = 1, 300000 do t[i] = i end
  return req:json(t)
end)
