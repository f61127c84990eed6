-- sitemap.xml: an index, one page for columns, one for news, and pages of
-- entries.  A page is a range of entry numbers, so that each is found by the
-- primary key however many entries there are, and none moves to another.
local plugin <const> = ...
local feed <const> = require "cms.feed"

local element <const>, attributes <const> = feed.element, feed.attributes
local SPACE <const> = "http://www.sitemaps.org/schemas/sitemap/0.9"
local PAGE_ENTRIES <const> = 300	-- what a visitor's request can write
local TAGS_MAX <const> = 1000
local NEWS_SECONDS <const>, NEWS_MAX <const> = 2 * 86400, 300

-- A topic has a name in its address where other entries have a number.
local TOPIC <const> = "CASE l.type WHEN 'topic' THEN l.content ->> '$.name' END" ..
  " AS topic"

local sitemap <const> = {}

local function path_of(row)
  return row.topic and ("/%s/%s/"):format(row.path, row.topic) or
    ("/%s/%d.html"):format(row.path, row.id)
end

local function url(base, path, changed, ...)
  return element("url", nil, element("loc", nil, base .. path),
    changed and element("lastmod", nil, feed.date3339(changed)), ...)
end

-- The numbers of the pages that hold something.
local function pages()
  local last <const> = plugin.db:one("SELECT max(entry) AS id FROM live").id or 0
  local out <const> = {}
  for page = 1, (last + PAGE_ENTRIES - 1) // PAGE_ENTRIES do
    if plugin.db:one("SELECT 1 AS here FROM live WHERE entry > :from" ..
      " AND entry <= :to LIMIT 1", { from = (page - 1) * PAGE_ENTRIES,
      to = page * PAGE_ENTRIES }) then
      out[#out + 1] = page
    end
  end
  return out
end

-- A tag that one entry bears leads to nothing more than that entry.
local function tags()
  local out <const> = plugin.cms.live.tags{ least = 2, limit = TAGS_MAX }
  return out and out.tags or {}
end

function sitemap.index(base)
  local function part(name)
    return element("sitemap", nil,
      element("loc", nil, base .. "/sitemap/" .. name .. ".xml"))
  end
  local parts <const> = { part("columns"), part("news") }
  if #tags() > 0 then parts[3] = part("tags") end
  for _, page in ipairs(pages()) do
    parts[#parts + 1] = part(tostring(page))
  end
  return feed.document(element("sitemapindex", attributes("xmlns", SPACE), parts))
end

local function columns(base)
  local urls <const> = { url(base, "/") }
  for _, column in ipairs(plugin.db:all('SELECT path FROM "column" ORDER BY path')) do
    urls[#urls + 1] = url(base, "/" .. column.path .. "/")
  end
  return feed.document(element("urlset", attributes("xmlns", SPACE), urls))
end

local function news(base)
  local site <const>, urls <const> = plugin:about(), {}
  local rows <const> = plugin.db:all([[
    SELECT l.entry AS id, k.path, l.title, l.published_at, ]] .. TOPIC .. [[
    FROM live l
    JOIN "column" k ON k.id = l."column" WHERE l.published_at > :since
    ORDER BY l.published_at DESC, l.entry DESC LIMIT :max]],
    { since = plugin:now() - NEWS_SECONDS, max = NEWS_MAX })
  local publication <const> = element("news:publication", nil,
    element("news:name", nil, site.title),
    element("news:language", nil, site.lang == "en" and "en" or "zh-cn"))
  for i, row in ipairs(rows) do
    urls[i] = url(base, path_of(row), nil,
      element("news:news", nil, publication,
        element("news:publication_date", nil, feed.date3339(row.published_at)),
        element("news:title", nil, row.title)))
  end
  return feed.document(element("urlset", attributes("xmlns", SPACE, "xmlns:news",
    "http://www.google.com/schemas/sitemap-news/0.9"), urls))
end

local function entries(base, page)
  local rows <const> = plugin.db:all([[
    SELECT l.entry AS id, k.path, coalesce(l.corrected_at, l.published_at) AS at,
      ]] .. TOPIC .. [[
    FROM live l JOIN "column" k ON k.id = l."column"
    WHERE l.entry > :from AND l.entry <= :to ORDER BY l.entry]],
    { from = (page - 1) * PAGE_ENTRIES, to = page * PAGE_ENTRIES })
  if not rows or #rows == 0 then return nil end
  local urls <const> = {}
  for i, row in ipairs(rows) do
    urls[i] = url(base, path_of(row), row.at)
  end
  return feed.document(element("urlset", attributes("xmlns", SPACE), urls))
end

local function tag_pages(base)
  local urls <const> = {}
  for i, one in ipairs(tags()) do
    urls[i] = url(base, plugin:link("page.tag", { tag = one.tag }))
  end
  return #urls > 0 and
    feed.document(element("urlset", attributes("xmlns", SPACE), urls)) or nil
end

-- "columns.xml", "news.xml", "tags.xml", "12.xml"; nil where there is none.
function sitemap.page(base, name)
  if name == "columns.xml" then return columns(base) end
  if name == "news.xml" then return news(base) end
  if name == "tags.xml" then return tag_pages(base) end
  local page <const> = math.tointeger(tonumber(name:match("^([1-9]%d*)%.xml$")))
  return page and page < 1000000 and entries(base, page) or nil
end

-- The feeds of all columns, for a reader's import (OPML 2.0).
function sitemap.opml(base)
  local site <const>, lines <const> = plugin:about(), {}
  local function line(title, path, page)
    return element("outline", attributes("type", "rss", "text", title, "title",
      title, "xmlUrl", base .. "/feed/rss.xml" .. path, "htmlUrl", base .. page))
  end
  lines[1] = line(site.title, "", "/")
  for _, column in ipairs(plugin.db:all('SELECT path, title FROM "column"' ..
    " ORDER BY path")) do
    lines[#lines + 1] = line(column.title, "/column/" .. column.path,
      "/" .. column.path .. "/")
  end
  return feed.document(element("opml", attributes("version", "2.0"),
    element("head", nil, element("title", nil, site.title)),
    element("body", nil, lines)))
end

return sitemap
