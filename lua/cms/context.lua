-- Where in HTML a place of a template stands: in text, in a quoted attribute,
-- in an attribute that holds an address, or where no expression may stand.
-- Follows the literal parts as a browser would (WHATWG HTML, 13.2.5); where it
-- would have to guess, it refuses.

local step <const> = require "cms.context_step"
local url <const> = require "cms.context_url"

local context <const> = {}
context.__index = context

local function set(words)
  local s = {}
  for w in words:gmatch("%S+") do s[w] = true end
  return s
end

-- Their values are code or markup, whatever is escaped.
local NO_ATTRIBUTE <const> = set "style srcdoc hx-vars hx-trigger hx-vals"

function context.new()
  return setmetatable({ state = "text" }, context)
end

-- Goes on behind a literal part; a message where it can't be followed.
function context:literal(s)
  if s == "" then return nil end
  if self.broken and not s:find("^[%s/>]") then
    return "a space, / or > has to follow %> in a tag"
  end
  self.broken = nil
  local i = 1
  while i <= #s do
    local e, state = step[self.state](self, s, i)
    if not e then return state end
    self.state = state or self.state
    i = e
  end
end

local REFUSED <const> = {
  open = "behind a <", declaration = "in <! >", name = "in the name of a tag",
  tag = "as an attribute's name", attribute = "in an attribute's name",
  after = "as an attribute's name", value = "without quotes",
  unquoted = "without quotes", done = "as an attribute's name",
  comment = "in a comment",
}

-- The function that writes an expression here, or nil and a message.
function context:expression()
  if self.state == "text" or self.state == "rcdata" then return "_t" end
  if self.state == "raw" then
    return nil, "<%= %> can't stand in <" .. self.name .. ">"
  end
  if self.state ~= "quoted" then
    return nil, "<%= %> can't stand " .. REFUSED[self.state]
  end
  local name = self.attribute
  if name:find("^on") or name:find("^hx%-on") or NO_ATTRIBUTE[name] then
    return nil, "<%= %> can't stand in " .. name .. "="
  end
  return url.expression(self)
end

local IN_TAG <const> = set "name tag attribute after done"

-- Code stands here: a message where it can't.
function context:code()
  local state = self.state
  if IN_TAG[state] then
    self.broken = self.broken or state ~= "tag"
    self.state = "tag"
  elseif state ~= "text" and state ~= "rcdata" and state ~= "quoted" then
    return "<% %> can't stand " ..
      (REFUSED[state] or "in <" .. tostring(self.name) .. ">")
  end
end

-- What two branches have to leave alike.
function context:key()
  if self.state == "text" then return "text" end
  if self.state == "quoted" then
    return "quoted " .. self.quote .. self.name .. " " .. self.attribute
  end
  return self.state .. " " .. self.name
end

function context:copy()
  local c = {}
  for k, v in pairs(self) do c[k] = v end
  return setmetatable(c, context)
end

-- Both may be where this goes on.
function context:merge(other)
  self.broken = self.broken or other.broken
  url.merge(self, other)
end

return context
