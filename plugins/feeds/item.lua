-- An item of an outside feed as an entry of this site.
local TITLE_MAX <const>, TAGS_MAX <const> = 120, 10

local item <const> = {}

local function cut(text, max)
  local at <const> = utf8.offset(text, max + 1)
  return at and text:sub(1, utf8.offset(text, max) - 1) .. "…" or text
end

local function line(text, max)
  return cut((text or ""):gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""), max)
end

-- What it is called: without a title the first words of its text.
function item.title(from)
  return line(from.title_text or from.beginning, TITLE_MAX)
end

local ESCAPES <const> = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;" }

-- Plain text as paragraphs; HTML is cleaned when it is stored.
local function body_of(from)
  local text <const> = from.content or from.summary or ""
  local kind <const> = from.content and from.content_type or from.summary_type
  if kind ~= "text" then return text end
  local out <const> = {}
  for part in text:gsub('[&<>]', ESCAPES):gmatch("[^\n]+") do
    if part:find("%S") then out[#out + 1] = "<p>" .. part .. "</p>" end
  end
  return table.concat(out, "\n")
end

-- A category that may be a tag here: tags are parts of addresses.
local function is_tag(text)
  return utf8.len(text) <= 20 and not text:find("\\", 1, true) and
    not ("/" .. text .. "/"):find("/%.?%.?/")
end

-- As entry.create takes it.
function item.entry(source, column, from)
  local tags <const> = {}
  for _, tag in ipairs(from.categories or {}) do
    if #tags < TAGS_MAX and is_tag(tag) then tags[#tags + 1] = tag end
  end
  local author <const> = (from.authors or {})[1]
  local summary = from.content and from.summary ~= from.content and
    from.summary_type == "text" and from.summary or ""
  return { column = column.path, type = "article",
    title = item.title(from),
    body = body_of(from), summary = cut(summary, 200), source = source.name,
    source_link = from.link and from.link:match("^https?://%S+$") or nil,
    author = author and author.name and line(author.name, 40) or nil,
    tags = #tags > 0 and tags or nil }
end

return item
