-- An endless loop without a loop.
local plugin <const> = ...

plugin:route("tailcall", "GET /hostile/tailcall", { permission = "public" }, function(req)
  local function again() return again() end
  again()
  return req:json(true)
end)
