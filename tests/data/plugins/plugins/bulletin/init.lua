-- It shows its settings; with rows = 13 it fails.
local plugin <const> = ...

plugin:route("bulletin", "GET /bulletin-board", { permission = "public" },
  function(req)
  local config <const> = plugin.config
  if config.rows == 13 then error("thirteen rows") end
  return req:json(config)
end)
