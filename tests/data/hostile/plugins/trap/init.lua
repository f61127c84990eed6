-- A trap that swallows the error that ends a run.
local plugin <const> = ...

plugin:route("trap", "GET /hostile/trap", { permission = "public" }, function(req)
  while true do
    pcall(function()
      while true do end
    end)
  end
  return req:json(true)
end)
