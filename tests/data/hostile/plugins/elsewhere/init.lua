-- A way to another site.
local plugin <const> = ...

plugin:route("elsewhere", "GET /hostile/elsewhere", { permission = "public" }, function(req)
  return req:redirect("//evil.example/")
end)
