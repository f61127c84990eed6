-- Addresses in attributes: what an expression may still decide.  `address` of
-- a context is "start" (nothing written yet: the value decides all, its scheme
-- is checked), "open" (it could still become a scheme: no colon is allowed)
-- or "safe" (a literal scheme, /, ? or # came first).

local url <const> = {}

local ATTRIBUTES <const> = {}
for name in ([[href src action formaction cite poster data background longdesc
    manifest ping icon srcset imagesrcset xlink:href hx-get hx-post hx-put
    hx-patch hx-delete hx-push-url hx-replace-url]]):gmatch("%S+") do
  ATTRIBUTES[name] = true
end

local SCHEMES <const> = { http = true, https = true, mailto = true, tel = true }

function url.begin(c)
  c.address = ATTRIBUTES[c.attribute] and "start" or nil
  c.prefix, c.query, c.bad = "", nil, nil
end

-- A literal part of the value; a message where it makes no sense.
function url.literal(c, s)
  if not c.address or s == "" then return nil end
  if c.address ~= "safe" then
    local head, mark = s:gsub("&amp;", "+"):match("^(.-)([:/?#&])")
    if c.attribute:find("srcset") and s:find(",", 1, true) then
      c.address = "start"
    elseif mark == ":" or mark == "&" then
      local scheme = (c.prefix .. head):match("^%s*(.-)$"):lower()
      if c.address == "open" and c.dynamic then
        return "the scheme of an address has to be written out"
      end
      c.bad = mark == "&" or not SCHEMES[scheme]
      c.address = "safe"
    elseif mark then
      c.address = "safe"
    elseif s:find("%S") then
      c.address = "open"
    end
  end
  c.prefix = c.prefix .. s
  c.query = c.query or s:find("[?#]") ~= nil
end

-- Which function writes an expression here.
function url.expression(c)
  local address, parameter = c.address, c.query and c.prefix:find("=$")
  if not address then return "_a" end
  if c.bad then
    return nil, "<%= %> can't stand in an address of another scheme than "
      .. "http, https, mailto or tel"
  end
  c.dynamic, c.prefix = true, ""
  if address == "safe" then return parameter and "_q" or "_a" end
  c.address = "open"
  return address == "start" and "_u" or "_c"
end

function url.merge(c, other)
  if c.address ~= other.address then c.address, c.dynamic = "open", true end
  c.bad = c.bad or other.bad
  c.query = c.query and other.query
  if c.prefix ~= other.prefix then c.prefix = "" end
end

return url
