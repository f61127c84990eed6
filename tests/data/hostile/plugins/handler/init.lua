-- The same in the handler of an error.
local plugin <const> = ...

plugin:route("handler", "GET /hostile/handler", { permission = "public" }, function(req)
  while true do
    xpcall(error, function()
      while true do end
    end)
  end
  return req:json(true)
end)
