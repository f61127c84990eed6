-- An endless loop behind a look at a field.
local plugin <const> = ...

plugin:route("index", "GET /hostile/index", { permission = "public" }, function(req)
  local t <const> = setmetatable({}, { __index = function()
    while true do end
  end })
  req.got = t.anything
  return req:json(true)
end)
