-- Endless loops where an error becomes a text.
local plugin <const> = ...

plugin:route("tostring", "GET /hostile/tostring", { permission = "public" }, function(req)
  error(setmetatable({}, { __tostring = function()
    while true do end
  end }))
  return req:json(true)
end)
