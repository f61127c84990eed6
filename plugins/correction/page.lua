-- The page that a report is about: what is live, and nothing else.
local plugin <const> = ...

-- { id, title, column, revision, url }, or nil.
return function(id)
  return plugin.db:one([[SELECT l.entry AS id, l.title, k.path AS "column",
      l.revision, '/' || k.path || '/' || l.entry || '.html' AS url
    FROM live l JOIN "column" k ON k.id = l."column"
    WHERE l.entry = :id]], { id = id })
end
