-- A template that runs for ever.
local plugin <const> = ...

plugin:route("template", "GET /hostile/template", { permission = "public" }, function(req)
  return req:render("template/loop")
end)
