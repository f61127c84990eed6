-- A good plugin that shows the theme's templates, which aren't.
local plugin <const> = ...

plugin:route("stage", "GET /hostile/theme/{name}", { permission = "public" },
  function(req)
  return req:render(req.params.name, {})
end)
