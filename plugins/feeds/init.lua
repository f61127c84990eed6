-- 订阅与采集: what the site gives to readers and search engines, and what it
-- takes in from outside feeds.
local plugin <const> = ...
local address <const> = require "cms.address"
local formats <const> = require "cms.feed_format"
local output <const> = require "feeds.output"
local sitemap <const> = require "feeds.sitemap"
local intake <const> = require "feeds.intake"

require "feeds.desk"

local XML <const> = "; charset=utf-8"

local function missing() return nil, { code = "page.unknown", status = 404 } end

-- A feed of a column that was moved leads to that of the column.
local function moved(req, format, kind)
  local now <const> = kind == "column" and plugin.db:one([[
    SELECT k.path FROM column_former o JOIN "column" k ON k.id = o."column"
    WHERE o.path = :path]], { path = req.params.path })
  if not now then return missing() end
  return req:redirect("/feed/" .. format.file .. "/column/" .. now.path, 301)
end

local function answer(format, kind)
  return function(req)
    local self = req.base .. req.path
    if kind == "search" then
      self = self .. "?q=" .. address.component(req.query.q or "")
    end
    local feed <const> = output.feed(req, kind, self)
    if not feed then return moved(req, format, kind) end
    local link = ('<%s>; rel="self"'):format(self)
    if feed.hub then link = link .. (', <%s>; rel="hub"'):format(feed.hub) end
    return req:send{ type = format.type .. XML, body = format.write(feed),
      headers = { link = link } }
  end
end

local PATHS <const> = { site = "", column = "/column/{path*}", tag = "/tag/{tag*}",
  search = "/search" }

for _, format in ipairs(formats) do
  local name <const> = format.file:gsub("%..*", "")
  for kind, path in pairs(PATHS) do
    plugin:route(("feeds.%s.%s"):format(name, kind), "GET /feed/" .. format.file ..
      path, { permission = "public", cache = kind == "search" and "q" or "" },
      answer(format, kind))
  end
end

local function xml(make, type)
  return function(req)
    local body <const> = make(req)
    if not body then return missing() end
    return req:send{ type = (type or "application/xml") .. XML, body = body }
  end
end

plugin:route("feeds.opml", "GET /feed/columns.opml",
  { permission = "public", cache = "" },
  xml(function(req) return sitemap.opml(req.base) end, "text/x-opml"))
plugin:route("feeds.sitemap", "GET /sitemap.xml",
  { permission = "public", cache = "" },
  xml(function(req) return sitemap.index(req.base) end))
plugin:route("feeds.sitemap.page", "GET /sitemap/{page}",
  { permission = "public", cache = "" },
  xml(function(req) return sitemap.page(req.base, req.params.page) end))

-- So that readers' programs find the feeds of a page by themselves.
plugin:hook("head.meta", function(event)
  local links <const> = event.meta.links
  local column <const> = event.kind == "column" and event.column
  local site <const> = plugin:about().title
  local tag <const> = event.kind == "tag" and event.meta.tag
  for _, format in ipairs(formats) do
    if tag then
      table.insert(links, { rel = "alternate", type = format.type, href =
        plugin:link("feeds." .. format.file:gsub("%..*", "") .. ".tag",
          { tag = tag }), title = format.title })
    end
    if column then
      table.insert(links, { rel = "alternate", type = format.type, href =
        "/feed/" .. format.file .. "/column/" .. column,
        title = (event.meta.title or "") .. " " .. format.title })
    end
    table.insert(links, { rel = "alternate", type = format.type,
      href = "/feed/" .. format.file, title = site .. " " .. format.title })
  end
end)

-- For `mingchuang doctor`: feeds that have failed for days.
plugin:hook("doctor", function(event)
  for _, s in ipairs(intake.failing()) do
    table.insert(event.problems, plugin:t("feeds.doctor", { name = s.name,
      url = s.url, n = s.failures, problem = s.problem }))
  end
end)

plugin:job("fetch", intake.job)
