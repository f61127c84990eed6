-- Two sides that go on for ever, each for a moment only.
local plugin <const> = ...

plugin:route("pingpong", "GET /hostile/pingpong", { permission = "public" }, function(req)
  local turn <const> = coroutine.wrap(function()
    while true do coroutine.yield() end
  end)
  while true do turn() end
  return req:json(true)
end)
