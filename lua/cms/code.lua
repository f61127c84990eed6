-- The words of a piece of Lua code in a template: enough of a lexer to see
-- where blocks begin and end.  Strings, comments and long brackets are skipped;
-- one that doesn't end within the piece is an error.

local code <const> = {}

-- Behind the long bracket at i, nil where it doesn't end, false where there
-- is none.
local function long_bracket(text, i)
  local level = text:match("^%[(=*)%[", i)
  if not level then return false end
  local _, e = text:find("]" .. level .. "]", i, true)
  return e and e + 1
end

-- Behind the quoted string at i, or nil.
local function quoted(text, i)
  local quote = text:sub(i, i)
  local at = i + 1
  while true do
    at = text:find("[\\\n" .. quote .. "]", at)
    if not at then return nil end
    local c = text:sub(at, at)
    if c == quote then return at + 1 end
    if c == "\n" then return nil end
    at = at + 2
  end
end

-- Behind the comment at i; a line comment ends before its line break.
local function comment(text, i)
  local e = long_bracket(text, i + 2)
  if e == false then return text:find("\n", i, true) or #text + 1, true end
  return e
end

-- Behind the string, comment or bracket at i, and whether that was a comment
-- that ends with its line; or nil and a message.
local function skip(text, i)
  local c <const> = text:sub(i, i)
  local e, line
  if c == '"' or c == "'" then
    e = quoted(text, i)
    if not e then return nil, "a string doesn't end in this <% %>" end
  elseif c == "[" then
    e = long_bracket(text, i)
    if e == nil then return nil, "a long string doesn't end in this <% %>" end
    e = e or i + 1
  else
    e = i + 1
    if text:sub(e, e) == "-" then
      e, line = comment(text, i)
      if not e then return nil, "a comment doesn't end in this <% %>" end
    end
  end
  return e, line
end

-- Is all of `text` one call of the function: name( … )?  And where its name
-- ends.
function code.call(text, name)
  local from <const>, first <const> = text:match("^%s*" .. name .. "()%s*()%(")
  local i, depth = first, 0
  while i do
    local c <const> = text:sub(i, i)
    if c == "(" or c == ")" then
      depth = depth + (c == "(" and 1 or -1)
      if depth == 0 then return not text:find("%S", i + 1), from end
      i = i + 1
    else
      i = skip(text, i)
    end
    i = i and text:find("[()\"'%[%-]", i)
  end
  return false
end

-- The words of `text` in their order, and how much of it there is without a
-- line comment at its end; or nil and a message.
function code.words(text)
  local words, used, i = {}, #text, 1
  while true do
    i = text:find("[%a_%d\"'%[%-]", i)
    if not i then return words, used end
    local c <const> = text:sub(i, i)
    local e
    if c:find("%d") then
      e = text:match("^[%w_%.]+()", i)
    elseif c:find("[%a_]") then
      local word
      word, e = text:match("^([%w_]+)()", i)
      words[#words + 1] = word
    else
      local line
      e, line = skip(text, i)
      if not e then return nil, line end
      if line and e > #text then used = i - 1 end
    end
    i = e
  end
end

return code
