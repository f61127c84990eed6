-- An answer that is none.
local plugin <const> = ...

plugin:route("nothing", "GET /hostile/nothing", { permission = "public" }, function(req)
  return nil
end)
