-- Links to terms in the texts of the site, made when a page is shown.  The
-- compiled words are kept until a term changes.
local plugin <const> = ...
local terms <const> = require "encyclopedia.terms"

local links <const> = {}
local kept <const> = {}	-- by site: { version, linker }

-- Titles go before aliases, so that a name that both have leads to the term
-- that is called so.
local function words()
  local list <const> = {}
  for i, row in ipairs(plugin.db:all([[SELECT n.entry, n.name, t.url
    FROM encyclopedia_name n JOIN encyclopedia_term t ON t.entry = n.entry
    ORDER BY n.kind = 'title' DESC, n.entry]])) do
    list[i] = { row.entry, row.name, row.url }
  end
  return list
end

local function linker(site)
  local version <const> = terms.version()
  local old <const> = kept[site]
  if old and old.version == version then return old.linker end
  local new <const> = plugin:linker(words())
  kept[site] = { version = version, linker = new }
  return new
end

-- "news/notice" is in "news".
local function is_without(column, without)
  for path in without:gmatch("[^%s,，;；]+") do
    path = path:gsub("^/", ""):gsub("/$", "")
    if column == path or column:sub(1, #path + 1) == path .. "/" then
      return true
    end
  end
  return false
end

function links.make(entry)
  local config <const> = plugin.config
  if not config.links or (entry.body or "") == "" or
      is_without(entry.column or "", config.without) then
    return
  end
  local words_of_site <const> = linker(plugin:site())
  if #words_of_site == 0 then return end
  entry.body = words_of_site:apply(entry.body, entry.id, config.links_max)
end

return links
