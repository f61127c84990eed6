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

-- The words of `text` in their order, and how much of it there is without a
-- line comment at its end; or nil and a message.
function code.words(text)
  local words, used, i = {}, #text, 1
  while true do
    i = text:find("[%a_%d\"'%[%-]", i)
    if not i then return words, used end
    local c <const> = text:sub(i, i)
    local e
    if c == '"' or c == "'" then
      e = quoted(text, i)
      if not e then return nil, "a string doesn't end in this <% %>" end
    elseif c == "[" then
      e = long_bracket(text, i)
      if e == nil then return nil, "a long string doesn't end in this <% %>" end
      e = e or i + 1
    elseif c == "-" then
      e = i + 1
      if text:sub(e, e) == "-" then
        local line
        e, line = comment(text, i)
        if not e then return nil, "a comment doesn't end in this <% %>" end
        if line and e > #text then used = i - 1 end
      end
    elseif c:find("%d") then
      e = text:match("^[%w_%.]+()", i)
    else
      local word
      word, e = text:match("^([%w_]+)()", i)
      words[#words + 1] = word
    end
    i = e
  end
end

return code
