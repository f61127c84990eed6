-- One table as RSS 2.0, Atom (RFC 4287) or JSON Feed 1.1:
--
--   { title, subtitle, link, self, hub, id, updated, lang, items = { {
--     id, title, link, published, updated, summary, html, author, tags,
--     image, enclosures = { { url, type, bytes } } } } }
--
-- Addresses are absolute, times are unix seconds; hub, summary, author, image
-- may be nil.

local feed <const> = require "cms.feed"

local element <const>, attributes <const> = feed.element, feed.attributes
local GENERATOR <const> = "Mingchuang"

local function each(list, make)
  local out <const> = {}
  for i, one in ipairs(list or {}) do out[i] = make(one) end
  return out
end

local function some(text, make)
  if text and text ~= "" then return make(text) end
  return nil
end

local function text_of(name)
  return function(text) return element(name, nil, text) end
end

-- RSS knows one enclosure; the others are links in the text, as everywhere.
local function rss_enclosure(item)
  local file <const> = (item.enclosures or {})[1]
  return file and element("enclosure", attributes("url", file.url, "length",
    file.bytes, "type", file.type))
end

local function rss_item(item)
  return element("item", nil,
    element("title", nil, item.title),
    element("link", nil, item.link),
    element("guid", attributes("isPermaLink", "false"), item.id),
    element("pubDate", nil, feed.date822(item.published)),
    some(item.author, text_of("dc:creator")),
    each(item.tags, text_of("category")),
    some(item.summary, text_of("description")),
    some(item.html, text_of("content:encoded")),
    rss_enclosure(item))
end

local function rss(f)
  local channel <const> = element("channel", nil,
    element("title", nil, f.title),
    element("link", nil, f.link),
    element("description", nil, f.subtitle ~= "" and f.subtitle or f.title),
    element("language", nil, f.lang),
    element("lastBuildDate", nil, feed.date822(f.updated)),
    element("generator", nil, GENERATOR),
    element("atom:link", attributes("rel", "self", "type",
      "application/rss+xml", "href", f.self)),
    f.hub and element("atom:link", attributes("rel", "hub", "href", f.hub)),
    each(f.items, rss_item))
  return feed.document(element("rss", attributes("version", "2.0",
    "xmlns:atom", "http://www.w3.org/2005/Atom",
    "xmlns:content", "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc", "http://purl.org/dc/elements/1.1/"), channel))
end

local function atom_enclosure(file)
  return element("link", attributes("rel", "enclosure", "href", file.url,
    "type", file.type, "length", file.bytes, "title", file.name))
end

local function atom_author(name)
  return element("author", nil, element("name", nil, name))
end

local function atom_entry(item)
  return element("entry", nil,
    element("id", nil, item.id),
    element("title", nil, item.title),
    element("link", attributes("rel", "alternate", "type", "text/html",
      "href", item.link)),
    each(item.enclosures, atom_enclosure),
    element("published", nil, feed.date3339(item.published)),
    element("updated", nil, feed.date3339(item.updated)),
    some(item.author, atom_author),
    each(item.tags, function(tag)
      return element("category", attributes("term", tag))
    end),
    some(item.summary, text_of("summary")),
    some(item.html, function(html)
      return element("content", attributes("type", "html"), html)
    end))
end

local function atom(f)
  return feed.document(element("feed", attributes("xmlns",
    "http://www.w3.org/2005/Atom", "xml:lang", f.lang),
    element("id", nil, f.id),
    element("title", nil, f.title),
    some(f.subtitle, text_of("subtitle")),
    element("updated", nil, feed.date3339(f.updated)),
    atom_author(f.author),
    element("link", attributes("rel", "self", "type", "application/atom+xml",
      "href", f.self)),
    element("link", attributes("rel", "alternate", "type", "text/html",
      "href", f.link)),
    f.hub and element("link", attributes("rel", "hub", "href", f.hub)),
    element("generator", nil, GENERATOR),
    each(f.items, atom_entry)))
end

local function json_item(item)
  local files <const> = each(item.enclosures, function(file)
    return { url = file.url, mime_type = file.type, title = file.name,
      size_in_bytes = file.bytes }
  end)
  local html <const> = item.html ~= "" and item.html or nil
  return { id = item.id, url = item.link, title = item.title,
    content_html = html, content_text = not html and
      (item.summary or item.title) or nil,
    summary = some(item.summary, tostring), image = item.image,
    date_published = feed.date3339(item.published),
    date_modified = feed.date3339(item.updated),
    authors = some(item.author, function(name)
      return feed.list{ { name = name } }
    end),
    tags = feed.list(each(item.tags, tostring)),
    attachments = #files > 0 and feed.list(files) or nil }
end

local function json(f)
  return feed.json{ version = "https://jsonfeed.org/version/1.1",
    title = f.title, description = some(f.subtitle, tostring),
    home_page_url = f.link, feed_url = f.self, language = f.lang,
    authors = feed.list{ { name = f.author } },
    hubs = f.hub and feed.list{ { type = "WebSub", url = f.hub } } or nil,
    items = feed.list(each(f.items, json_item)) }
end

return {
  { file = "rss.xml", type = "application/rss+xml", title = "RSS", write = rss },
  { file = "atom.xml", type = "application/atom+xml", title = "Atom",
    write = atom },
  { file = "feed.json", type = "application/feed+json", title = "JSON Feed",
    write = json },
}
