-- What is looked at before something goes public, beside what people read:
-- counted on the clean HTML that the core stored.

local checks <const> = {}

-- The values of an attribute in every tag of that name ("" where it's missing).
local function attributes(html, tag, name)
  local values <const> = {}
  for inside in html:gmatch("<" .. tag .. "([^>]*)>") do
    values[#values + 1] = inside:match("%s" .. name .. '="([^"]*)"') or ""
  end
  return values
end

local function count(values, test)
  local n = 0
  for _, v in ipairs(values) do
    if test(v) then n = n + 1 end
  end
  return n
end

local function blank(s) return not s:find("%S") end
local function foreign(s) return not s:find("^/media/%x+/") end
local function odd_link(s)
  return s ~= "" and not s:find("^https?://") and not s:find("^[/#]") and
    not s:find("^mailto:") and not s:find("^tel:")
end

local function text_of(html)
  return (html:gsub("<[^>]*>", ""):gsub("&%w+;", "x"):gsub("%s+", ""))
end

-- Characters of the text, for the head of the page.
function checks.length(html)
  local text <const> = text_of(html)
  return utf8.len(text) or #text
end

-- { key, ok, n }: key names a sentence for either case.  declared: somebody
-- says that the secrecy review is done.
function checks.run(content, declared)
  local html <const> = content.body or ""
  local alts <const> = count(attributes(html, "img", "alt"), blank)
  local pictures <const> = count(attributes(html, "img", "src"), foreign)
  local links <const> = count(attributes(html, "a", "href"), odd_link)
  return {
    { key = "secrecy", ok = declared, n = 0 },
    { key = "alt", ok = alts == 0, n = alts },
    { key = "pictures", ok = pictures == 0, n = pictures },
    { key = "links", ok = links == 0, n = links },
    { key = "body", ok = text_of(html) ~= "", n = 0 },
    { key = "source", ok = (content.source or "x") ~= "", n = 0 },
  }
end

return checks
