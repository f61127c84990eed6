-- A comparison that never agrees with itself, over much.
local plugin <const> = ...

plugin:route("sort", "GET /hostile/sort", { permission = "public" }, function(req)
  local t <const> = {}
  for i = 1, 90000 do t[i] = (i * 7919) % 90001 end
  while true do
    pcall(table.sort, t, function(a, b) return a ~= b or b ~= 1 end)
  end
  return req:json(true)
end)
