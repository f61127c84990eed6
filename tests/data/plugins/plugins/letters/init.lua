local plugin <const> = ...

plugin:route("letters", "GET /letters", { permission = "public" },
  function(req) return req:json(true) end)
