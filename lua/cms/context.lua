-- Where in HTML a place of a template stands: in text, in a quoted attribute,
-- in an attribute that holds an address, or where no expression may stand.
-- Follows the literal parts as a browser would (WHATWG HTML, 13.2.5); where it
-- would have to guess, it refuses.

local url <const> = require "cms.context_url"

local context <const> = {}
context.__index = context

local function set(words)
  local s = {}
  for w in words:gmatch("%S+") do s[w] = true end
  return s
end

local RAW <const> = set "script style iframe noembed noframes xmp plaintext"
local RCDATA <const> = set "textarea title"
local NO_ATTRIBUTE <const> = set "style srcdoc hx-vars hx-trigger hx-vals"

function context.new()
  return setmetatable({ state = "text" }, context)
end

-- Each step reads from s at i and returns where to go on, or nil, message.
local step <const> = {}

function step.text(c, s, i)
  local j = s:find("<", i, true)
  if not j then return #s + 1 end
  if s:find("^<!%-%-", j) then
    c.state = "comment"
    return j + 2
  end
  if s:find("^<!%[", j) then return nil, "<![CDATA[ ]]> isn't understood" end
  local name, e = s:match("^<(/?%a[^%s/>]*)()", j)
  if name then
    c.name, c.state, c.broken = name:lower(), "name", nil
    return e
  end
  if s:find("^<[!?/]?%-?$", j) then
    c.state = "open"
    return #s + 1
  end
  if s:find("^<[!?/]", j) then
    c.state = "declaration"
    return j + 1
  end
  return j + 1
end

function step.open()
  return nil, "write &lt; for a < in text"
end

function step.comment(_, s, i)
  local _, e = s:find("%-%->", i)
  local _, f = s:find("%-%-!>", i)
  if e and f then e = math.min(e, f) end
  e = e or f
  if not e then return nil, "a comment can't hold <% %>: use <%# %>" end
  return e + 1, nil, "text"
end

function step.declaration(_, s, i)
  local e = s:find(">", i, true)
  if not e then return #s + 1 end
  return e + 1, nil, "text"
end

function step.name(c, s, i)
  local more, e = s:match("^([^%s/>]*)()", i)
  c.name = c.name .. more:lower()
  return e, nil, e <= #s and "tag" or nil
end

local function close_tag(c)
  if RAW[c.name] then return "raw" end
  return RCDATA[c.name] and "rcdata" or "text"
end

function step.tag(c, s, i)
  i = s:match("^[%s/]*()", i)
  local char = s:sub(i, i)
  if char == "" then return i end
  if char == ">" then return i + 1, nil, close_tag(c) end
  if char == "=" then return nil, "an attribute can't begin with =" end
  c.attribute = ""
  return i, nil, "attribute"
end

function step.attribute(c, s, i)
  local more, e = s:match("^([^%s/>=]*)()", i)
  c.attribute = c.attribute .. more:lower()
  local char = s:sub(e, e)
  if char == "=" then return e + 1, nil, "value" end
  return e, nil, char ~= "" and "after" or nil
end

function step.after(_, s, i)	-- the attribute's name
  local e = s:match("^%s*()", i)
  local char = s:sub(e, e)
  if char == "=" then return e + 1, nil, "value" end
  return e, nil, char ~= "" and "tag" or nil
end

function step.value(c, s, i)
  local e = s:match("^%s*()", i)
  local char = s:sub(e, e)
  if char == "" then return e end
  if char == ">" then return e, nil, "tag" end
  url.begin(c)
  if char == '"' or char == "'" then
    c.quote = char
    return e + 1, nil, "quoted"
  end
  return e, nil, "unquoted"
end

function step.quoted(c, s, i)
  local e = s:find(c.quote, i, true)
  local bad = url.literal(c, s:sub(i, e and e - 1 or -1))
  if bad then return nil, bad end
  if not e then return #s + 1 end
  return e + 1, nil, "done"
end

function step.unquoted(_, s, i)
  local e = s:match("^[^%s>]*()", i)
  return e, nil, e <= #s and "tag" or nil
end

function step.done(_, _, i)	-- behind a quoted value
  return i, nil, "tag"
end

function step.raw(c, s, i)
  if c.name == "script" and s:find("<!--", i, true) then
    return nil, "a script can't hold <!--"
  end
  while true do
    local at, name, e = s:match("()</(%a+)()", i)
    if not at then return #s + 1 end
    if name:lower() == c.name and s:find("^[%s/>]", e) then
      c.name = "/" .. c.name
      return e, nil, "tag"
    end
    if c.state == "rcdata" then break end
    i = e
  end
  return nil, "<" .. c.name .. "> holds text only: write &lt;"
end

function step.rcdata(c, s, i)
  if s:find("^[^<]*<%a", i) then
    return nil, "<" .. c.name .. "> holds text only: write &lt;"
  end
  return step.raw(c, s, i)
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
    local e, bad, state = step[self.state](self, s, i)
    if not e then return bad end
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
