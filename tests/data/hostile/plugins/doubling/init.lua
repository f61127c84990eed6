-- A text that doubles, and whose failure is caught.
local plugin <const> = ...

plugin:route("doubling", "GET /hostile/doubling", { permission = "public" }, function(req)
  local s = "x"
  while true do
    pcall(function() s = s:gsub(".", "%0%0") end)
  end
  return req:json(true)
end)
