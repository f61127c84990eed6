-- 知识百科: what the site's own words mean.
local plugin <const> = ...
local index <const> = require "encyclopedia.index"
local links <const> = require "encyclopedia.links"
local terms <const> = require "encyclopedia.terms"

local NAME_MAX <const> = 120

local function not_found() return nil, { code = "page.unknown", status = 404 } end

-- ?letter=G, ?category=…, ?q=…
plugin:route("encyclopedia.index", "GET /encyclopedia/index",
  { permission = "public", cache = "letter category q page" }, function(req)
    local view <const> = index.view(index.filter(req.query))
    if not view then return not_found() end
    return req:render("encyclopedia/index", { index = view,
      meta = { title = req:t("encyclopedia.index"), kind = "column" } })
  end)

-- Any name of a term leads to its page.
plugin:route("encyclopedia.name", "GET /term/{name}",
  { permission = "public" }, function(req)
    local name <const> = req.params.name
    local term <const> = #name <= NAME_MAX * 4 and terms.find(name)
    if not term then return not_found() end
    return req:redirect(term.url, 301)
  end)

-- What it refers to, as links where there are such terms.
local function references(names)
  local list <const> = {}
  for i, name in ipairs(names or {}) do
    local term <const> = terms.find(name)
    list[i] = { title = name, url = term and term.url or nil }
  end
  return list
end

plugin:hook("entry.view", function(event)
  local entry <const> = event.entry
  links.make(entry)
  if entry.type ~= "term" then return end
  local names <const> = { alias = {}, traditional = {} }
  for _, row in ipairs(terms.names(entry.id)) do
    if names[row.kind] then table.insert(names[row.kind], row.name) end
  end
  event.view.term = { aliases = names.alias, traditional = names.traditional,
    reading = entry.content.pinyin ~= "" and entry.content.pinyin or
      plugin:pinyin(entry.title).full,
    category = entry.content.category,
    category_url = index.address({ category = entry.content.category }, 1),
    see_also = references(entry.content.see_also),
    sources = entry.content.sources }
end)

plugin:hook("column.view", function(event)
  if event.column.type ~= "term" then return end
  event.view.index = index.view(index.filter{})
end)

plugin:hook("home.blocks", function(event)
  local term <const> = plugin.config.home and index.of_the_day()
  if not term then return end
  table.insert(event.blocks, { type = "term", position = 60, half = true,
    template = "encyclopedia/block",
    view = { term = term, index = plugin:link("encyclopedia.index") } })
end)

local function follow(event)
  if event.entry.type == "term" then terms.update(event.entry.id) end
end
plugin:hook("entry.published", follow)
plugin:hook("entry.withdrawn", follow)

plugin:job("sync", function()
  terms.new_day(index.day())
  if terms.sync() then plugin:after("sync", 1) end
end)
