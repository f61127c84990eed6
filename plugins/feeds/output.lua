-- What the site's feeds hold: entries of a place (site, column, tag, search),
-- as lua/cms/feed_format.lua wants them.
local plugin <const> = ...
local address <const> = require "cms.address"

local FULL_BYTES <const> = 160 * 1024	-- of full texts in one feed: its budget
local output <const> = {}

-- Addresses of this site in clean HTML are made whole, only within tags; one
-- of a tag in each round, and none has more than two (video: poster, src).
local function absolute(html, base)
  local whole <const> = "%1" .. base:gsub("%%", "%%%%") .. "/%2"
  for _ = 1, 2 do
    if not html:find('="/', 1, true) then break end
    html = html:gsub('(<[^<>]-%s%l+=")/([^/])', whole)
  end
  return html
end

local function enclosures(entry, base)
  local out <const> = {}
  for i, file in ipairs(entry.attachments or {}) do
    out[i] = { url = base .. file.url, type = file.type, bytes = file.bytes,
      name = file.name }
  end
  return out
end

-- RFC 4151: the same for ever, whatever becomes of its column.
local function tag_id(host, unix, rest)
  return ("tag:%s,%s:%s"):format(host, plugin:date(unix, "day"), rest)
end

local ESCAPES <const> = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;" }

-- The whole text; nil where it is too long, or about a person: what is taken
-- back here could not be taken back from readers' programs.
local function text_of(entry, full)
  if not full or entry.personal then return nil end
  local asked <const> = (entry.content or {}).question or ""
  local html <const> = (asked ~= "" and "<blockquote><p>" ..
    asked:gsub("[&<>]", ESCAPES):gsub("\n", "<br>") .. "</p></blockquote>" or "") ..
    (entry.body or "")
  return html ~= "" and #html <= full and html or nil
end

local function item_of(summary, req, full)
  local entry <const> = plugin.cms.live.read{ id = summary.id } or summary
  local base <const> = req.base
  local html <const> = text_of(entry, full)
  return { id = tag_id(req.host, entry.published_at, "entry/" .. entry.id),
    title = entry.title, link = base .. entry.url,
    published = entry.published_at,
    updated = entry.corrected_at or entry.published_at,
    summary = entry.summary, tags = entry.tags,
    html = html and absolute(html, base),
    author = entry.author ~= "" and entry.author or entry.source,
    image = entry.cover and base .. entry.cover.url or nil,
    enclosures = enclosures(entry, base) }
end

local function latest(input)
  local out <const> = plugin.cms.live.list(input)
  return out and out.entries
end

local function tagged(tag, limit)
  local out <const> = plugin.cms.live.tagged{ tag = tag, limit = limit }
  return out and out.entries
end

local function found(q, limit)
  local out <const> = plugin.cms.live.search{ q = q, limit = limit }
  return out and out.results
end

local function site_place(_, limit)
  return { path = "/", entries = latest{ limit = limit } }
end

local function column_place(req, limit)
  local path <const> = req.params.path
  local column <const> = plugin.db:one(
    'SELECT title, description, created_at FROM "column"' ..
    " WHERE path = :path", { path = path })
  return column and { title = column.title, subtitle = column.description,
    since = column.created_at,
    path = "/" .. path .. "/", entries = latest{ column = path, limit = limit } }
end

local function tag_place(req, limit)
  local tag <const> = req.params.tag
  local entries <const> = tagged(tag, limit)
  return entries and #entries > 0 and { title = req:t("feeds.tag") .. tag,
    path = plugin:link("page.tag", { tag = tag }), entries = entries }
end

local function search_place(req, limit)
  local q <const> = req.query.q or ""
  return q ~= "" and { title = req:t("feeds.search") .. q,
    path = "/search?q=" .. address.component(q), entries = found(q, limit) }
end

output.places = { site = site_place, column = column_place, tag = tag_place,
  search = search_place }

-- When the site's first column was made: the date of a feed that is empty.
local function begun()
  return plugin.db:one('SELECT min(created_at) AS at FROM "column"').at or 0
end

-- The table of a feed, or nil where there is no such place.
function output.feed(req, kind, self)
  local config <const>, site <const> = plugin.config, plugin:about()
  local place <const> = output.places[kind](req, config.items)
  if not place or not place.entries then return nil end
  local items <const>, updated, left = {}, place.since or begun(), FULL_BYTES
  for i, summary in ipairs(place.entries) do
    items[i] = item_of(summary, req, config.full and left)
    left = left - #(items[i].html or "")
    updated = math.max(updated, items[i].updated)
  end
  return { title = place.title and place.title .. " - " .. site.title or site.title,
    subtitle = place.title and (place.subtitle or "") or site.settings.description,
    author = site.settings.sponsor ~= "" and site.settings.sponsor or site.title,
    lang = site.lang == "en" and "en" or "zh-CN", link = req.base .. place.path,
    self = self, hub = config.hub:match("^https?://") and config.hub or nil,
    id = tag_id(req.host, 0, "feed" .. self:sub(#req.base + 1)), updated = updated,
    items = items }
end

return output
