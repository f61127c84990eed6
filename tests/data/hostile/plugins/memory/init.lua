-- Tables until memory ends.
local plugin <const> = ...

plugin:route("memory", "GET /hostile/memory", { permission = "public" }, function(req)
  local all <const> = {}
  while true do all[#all + 1] = { {}, {}, {} } end
  return req:json(true)
end)
