-- A query that never ends.
local plugin <const> = ...

plugin:route("slowsql", "GET /hostile/slowsql", { permission = "public" }, function(req)
  plugin.db:one([[WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)
    SELECT count(*) AS n FROM n]])
  return req:json(true)
end)
