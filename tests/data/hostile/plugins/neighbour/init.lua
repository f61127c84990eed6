-- A good plugin whose table others reach for.
local plugin <const> = ...

plugin:route("neighbour", "GET /hostile/neighbour", { permission = "public" },
  function(req)
  return req:json(plugin.db:one("SELECT word FROM neighbour_secret").word)
end)
