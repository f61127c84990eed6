-- Recursion without an end.
local plugin <const> = ...

plugin:route("recursion", "GET /hostile/recursion", { permission = "public" }, function(req)
  local function deep(n) return 1 + deep(n + 1) end
  req.got = deep(1)
  return req:json(true)
end)
