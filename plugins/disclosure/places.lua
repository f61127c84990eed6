-- Where on the site the catalogue and the guide are: what the settings say,
-- else the first column of the type, and the column "guide" below or beside it.
local plugin <const> = ...

local places <const> = {}

local function there(path)
  return plugin.db:one('SELECT path FROM "column" WHERE path = :path',
    { path = path })
end

-- The path of the catalogue's column, whose keepers handle requests; nil where
-- there is none.
function places.column()
  local path <const> = plugin.config.column
  local row <const> = path ~= "" and there(path) or plugin.db:one([[
    SELECT path FROM "column" WHERE type = 'disclosure' ORDER BY path LIMIT 1]])
  return row and row.path
end

-- The path of the guide's column, or nil.
function places.guide()
  local path <const> = plugin.config.guide
  if path ~= "" then
    local row <const> = there(path)
    return row and row.path
  end
  local column <const> = places.column()
  if not column then return nil end
  local row <const> = there(column .. "/guide") or
    there((column:match("^(.*/)") or "") .. "guide")
  return row and row.path
end

-- { title, url }: from the top column down to the catalogue's.
function places.trail()
  local path <const>, trail <const> = places.column() or "", {}
  for _, row in ipairs(plugin.db:all([[
      SELECT path, title FROM "column" WHERE :path = path
      OR substr(:path, 1, length(path) + 1) = path || '/'
      ORDER BY length(path)]], { path = path })) do
    trail[#trail + 1] = { title = row.title, url = "/" .. row.path .. "/" }
  end
  return trail
end

return places
