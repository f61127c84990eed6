-- The states of HTML that context.lua goes through, one function each: it reads
-- the literal text s of a template at i, in the context c, and returns where to
-- go on and the state after that (nil: the same); or nil, message.

local url <const> = require "cms.context_url"

local RAW <const> = { script = true, style = true, iframe = true,
  noembed = true, noframes = true, xmp = true, plaintext = true }
local RCDATA <const> = { textarea = true, title = true }
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
  return e + 1, "text"
end

function step.declaration(_, s, i)
  local e = s:find(">", i, true)
  if not e then return #s + 1 end
  return e + 1, "text"
end

function step.name(c, s, i)
  local more, e = s:match("^([^%s/>]*)()", i)
  c.name = c.name .. more:lower()
  return e, e <= #s and "tag" or nil
end

local function close_tag(c)
  if RAW[c.name] then return "raw" end
  return RCDATA[c.name] and "rcdata" or "text"
end

function step.tag(c, s, i)
  i = s:match("^[%s/]*()", i)
  local char = s:sub(i, i)
  if char == "" then return i end
  if char == ">" then return i + 1, close_tag(c) end
  if char == "=" then return nil, "an attribute can't begin with =" end
  c.attribute = ""
  return i, "attribute"
end

function step.attribute(c, s, i)
  local more, e = s:match("^([^%s/>=]*)()", i)
  c.attribute = c.attribute .. more:lower()
  local char = s:sub(e, e)
  if char == "=" then return e + 1, "value" end
  return e, char ~= "" and "after" or nil
end

function step.after(_, s, i)	-- the attribute's name
  local e = s:match("^%s*()", i)
  local char = s:sub(e, e)
  if char == "=" then return e + 1, "value" end
  return e, char ~= "" and "tag" or nil
end

function step.value(c, s, i)
  local e = s:match("^%s*()", i)
  local char = s:sub(e, e)
  if char == "" then return e end
  if char == ">" then return e, "tag" end
  url.begin(c)
  if char == '"' or char == "'" then
    c.quote = char
    return e + 1, "quoted"
  end
  return e, "unquoted"
end

function step.quoted(c, s, i)
  local e = s:find(c.quote, i, true)
  local bad = url.literal(c, s:sub(i, e and e - 1 or -1))
  if bad then return nil, bad end
  if not e then return #s + 1 end
  return e + 1, "done"
end

function step.unquoted(_, s, i)
  local e = s:match("^[^%s>]*()", i)
  return e, e <= #s and "tag" or nil
end

function step.done(_, _, i)	-- behind a quoted value
  return i, "tag"
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
      return e, "tag"
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

return step
