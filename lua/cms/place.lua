-- Where a plugin's routes may stand: below a first part of their own, which is
-- none of the core's, and, where that is a column that the plugin offers, at no
-- address that the column or its entries have.

local place <const> = {}

-- First parts of the core's own addresses (core/web/page.c, api.c).
local CORE <const> = {}
for name in ([[api assets healthz lang media picture qr robots.txt search
    tags]]):gmatch("%S+") do
  CORE[name] = true
end

-- Addresses of a column, of an entry and of its versions.
local COLUMN <const> = { "/", "/a/", "/1.html", "/a/1.html",
  "/1/versions", "/a/1/versions" }

-- {name:int} digits, {name*} anything, {name} one part.
local CAPTURES <const> = { [":int"] = "%d+", ["*"] = ".+", [""] = "[^/]+" }

local function matcher(pattern)
  local text <const> = pattern:gsub("[%^%$%(%)%%%.%[%]%+%-%?]", "%%%0")
  return "^" .. text:gsub("{[%w_]+([:int*]*)}", CAPTURES) .. "$"
end

local function own(columns, first)
  for _, column in ipairs(columns) do
    if column.path:match("^[^/]+") == first then return true end
  end
  return false
end

-- The first part of the pattern and whether it is a column that the plugin
-- offers; or nil and why no route may stand there.  `desk`: it is the desk.
function place.find(pattern, columns, desk)
  local first <const>, rest <const> = pattern:match("^/([^/{}]+)(.*)$")
  if not first or (rest ~= "" and rest:sub(1, 1) ~= "/") then
    return nil, "its address has to begin with a fixed part of the plugin's " ..
      "own, as /letters/{id:int}"
  end
  if CORE[first] then
    return nil, "/" .. first .. " is an address of the core"
  end
  if first == "desk" and not desk and not rest:match("^/[^/{}]+") then
    return nil, "in the desk its address has to begin as /desk/letters"
  end
  local is_own <const> = own(columns, first)
  if not is_own then return first, false end
  local match <const> = matcher(pattern)
  for _, tail in ipairs(COLUMN) do
    if ("/" .. first .. tail):find(match) then
      return nil, "it would stand before the pages of the column " .. first
    end
  end
  return first, true
end

return place
