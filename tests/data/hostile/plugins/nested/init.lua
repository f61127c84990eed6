-- Recursion through C.
local plugin <const> = ...

plugin:route("nested", "GET /hostile/nested", { permission = "public" }, function(req)
  local function deep() return pcall(deep) end
  deep()
  while true do deep() end
  return req:json(true)
end)
