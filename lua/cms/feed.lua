-- The safe way to XML and JSON texts, and the dates of feeds.  Nothing is put
-- together from raw text: element() escapes all that it is given.

local feed <const> = {}
local XML <const> = { __metatable = "xml" }
local LIST <const> = { __metatable = "list" }

local escape <const> = cms.xml

-- The text of a child of an element, or of a list of them.
local function inside(child)
  if type(child) ~= "table" then
    return child ~= nil and child ~= false and escape(child) or ""
  end
  if getmetatable(child) == "xml" then return child.text end
  local out <const> = {}
  for i, one in ipairs(child) do out[i] = inside(one) end
  return table.concat(out)
end

-- element("link", attributes("rel", "self", "href", url), child…): attributes in
-- their order, without those that are nil; a child is an element, a text, a
-- list of these, or nothing.
function feed.element(name, attributes, ...)
  local head, text = "<" .. name, ""
  for i = 1, attributes and attributes.n or 0, 2 do
    if attributes[i + 1] ~= nil then
      head = head .. " " .. attributes[i] .. '="' .. escape(attributes[i + 1]) .. '"'
    end
  end
  local n <const> = select("#", ...)
  if n == 1 then
    text = inside((...))
  elseif n > 1 then
    local parts <const> = { ... }
    for i = 1, n do parts[i] = inside(parts[i]) end
    text = table.concat(parts)
  end
  return setmetatable({ text = text == "" and head .. "/>" or
    head .. ">" .. text .. "</" .. name .. ">" }, XML)
end

-- Names and values of attributes in turn; a value may be nil.
function feed.attributes(...) return { n = select("#", ...), ... } end

function feed.document(root)
  return '<?xml version="1.0" encoding="UTF-8"?>\n' .. root.text .. "\n"
end

-- A table that is a list in JSON even if it is empty.
function feed.list(t) return setmetatable(t, LIST) end

function feed.json(v)
  if type(v) == "string" then
    return cms.quoted(v)
  elseif type(v) ~= "table" then
    return tostring(v)
  end
  local out <const> = {}
  if getmetatable(v) == "list" then
    for i, one in ipairs(v) do out[i] = feed.json(one) end
    return "[" .. table.concat(out, ",") .. "]"
  end
  for key, one in pairs(v) do
    out[#out + 1] = feed.json(key) .. ":" .. feed.json(one)
  end
  table.sort(out)
  return "{" .. table.concat(out, ",") .. "}"
end

local DAYS <const> = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" }
local MONTHS <const> = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
  "Sep", "Oct", "Nov", "Dec" }
local ZONE <const> = 8 * 3600

-- Year, month, day of a number of days since 1970 (Howard Hinnant's method).
local function civil(days)
  local z <const> = days + 719468
  local era <const> = z // 146097
  local doe <const> = z - era * 146097
  local yoe <const> = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
  local doy <const> = doe - (365 * yoe + yoe // 4 - yoe // 100)
  local mp <const> = (5 * doy + 2) // 153
  local month <const> = mp < 10 and mp + 3 or mp - 9
  return yoe + era * 400 + (month <= 2 and 1 or 0), month,
    doy - (153 * mp + 2) // 5 + 1
end

local function clock(t)
  local s <const> = t % 86400
  return ("%02d:%02d:%02d"):format(s // 3600, s // 60 % 60, s % 60)
end

-- "Tue, 28 Apr 2026 09:30:00 +0800" (RFC 822, as RSS has it).
function feed.date822(unix)
  local t <const> = unix + ZONE
  local year <const>, month <const>, day <const> = civil(t // 86400)
  return ("%s, %02d %s %04d %s +0800"):format(DAYS[t // 86400 % 7 + 1], day,
    MONTHS[month], year, clock(t))
end

local known_day, known_text	-- maps name one day many times

-- "2026-04-28T09:30:00+08:00" (RFC 3339).
function feed.date3339(unix)
  local t <const> = unix + ZONE
  local day <const> = t // 86400
  if day ~= known_day then
    known_day, known_text = day, ("%04d-%02d-%02dT"):format(civil(day))
  end
  return known_text .. clock(t) .. "+08:00"
end

return feed
