-- The template compiler: from the text of a *.html template to the text of a
-- Lua chunk with the same line numbers.  The chunk is called with its
-- environment and the functions that write:
--   _w  literal text          _t  a value in text      _a  in an attribute
--   _u  a whole address       _c  the rest of one      _q  a parameter of one
--   _i  another template, _b a plugin's block: <%= include(…) %> alone, which
--       needs no copy of what it wrote
-- Branches of the template's code have to leave the HTML in the same place, so
-- that what follows is escaped rightly whichever was taken.

local code <const> = require "cms.code"
local context <const> = require "cms.context"

local HEAD <const> = "local _ENV,_w,_t,_a,_u,_c,_q,_i,_b=...;"
local DIRECT <const> = { include = "_i", block = "_b" }

local OPENS <const> = { ["if"] = true, ["do"] = true, ["function"] = true,
  ["repeat"] = true }
local CLOSES <const> = { ["end"] = true, ["until"] = true }
local TURNS <const> = { ["else"] = true, ["elseif"] = true }
local JUMPS <const> = { ["break"] = true, ["goto"] = true, ["return"] = true }

local function count_lines(s)
  local _, n = s:gsub("\n", "")
  return n
end

-- { kind = "literal" | "=" | "#" | "code", text =, line = } in their order, or
-- nil, message, line.
local function split(text)
  local parts, i, line = {}, 1, 1
  while true do
    local s, e, kind = text:find("<%%([=#]?)", i)
    local literal = text:sub(i, s and s - 1)
    parts[#parts + 1] = { kind = "literal", text = literal, line = line }
    if not s then return parts end
    line = line + count_lines(literal)
    local f, g = text:find("%>", e + 1, true)
    if not f then return nil, "<% without %>", line end
    local inner = text:sub(e + 1, f - 1)
    if kind == "" then kind = "code" end
    parts[#parts + 1] = { kind = kind, text = inner, line = line }
    line = line + count_lines(inner)
    i = g + 1
  end
end

-- Code alone on its line leaves no empty line; comments go.
local function tidy(parts)
  for i = 2, #parts - 1, 2 do
    local before, after = parts[i - 1], parts[i + 1]
    local kind = parts[i].kind
    if kind ~= "=" and (before.text:find("\n[ \t]*$") or
        (i == 2 and before.text:find("^[ \t]*$"))) then
      local rest = after.text:match("^[ \t]*\n()")
      if rest then
        before.text = before.text:gsub("[ \t]+$", "")
        after.text = after.text:sub(rest)
        after.line = after.line + 1
      end
    end
  end
end

local compiler <const> = {}
compiler.__index = compiler

function compiler:put(text, line)
  if line > self.line then
    self.out[#self.out + 1] = ("\n"):rep(line - self.line)
    self.line = line
  end
  self.out[#self.out + 1] = text
end

function compiler:literal(part)
  if part.text == "" then return end
  local bad = self.context:literal(part.text)
  if bad then return bad end
  local text = ("%q"):format(part.text):gsub("\\\n", "\\n"):gsub("\r", "\\r")
  self:put("_w(" .. text .. ") ", part.line)
end

-- A call that writes by itself, or nil.
local function direct(text)
  for name, writer in pairs(DIRECT) do
    local whole <const>, from <const> = code.call(text, name)
    if whole then
      return text:match("^%s*") .. writer .. text:sub(from) .. " "
    end
  end
end

function compiler:expression(part)
  local words, used = code.words(part.text)
  if not words then return used end
  local text = part.text:sub(1, used)
  if not text:find("%S") then return "<%= %> without an expression" end
  local writer, bad = self.context:expression()
  if not writer then return bad end
  self:put(writer == "_t" and direct(text) or
    writer .. "((" .. text .. ")) ", part.line)
  self.line = self.line + count_lines(text)
end

-- A word that leaves its block: only where the HTML is in text all the way.
function compiler:jump(word)
  for _, block in ipairs(self.blocks) do
    if block.key ~= "text" then return word .. " can't stand inside a tag" end
  end
  if self.context:key() ~= "text" then
    return word .. " can't stand inside a tag"
  end
end

-- An else or end: what came before has to leave the HTML where it began.
function compiler:turn(word)
  local block = self.blocks[#self.blocks]
  if not block then return word .. " without a beginning" end
  if block.key ~= self.context:key() then
    return "what stands before '" .. word .. "' (begun in line " ..
      block.line .. ") leaves a tag or an attribute open, or closes one"
  end
  if block.word == "function" and block.part ~= self.part then
    return "a function can't hold markup: use include()"
  end
  block.last = block.last or block.first:copy()
  block.last:merge(self.context)
  if CLOSES[word] then
    self.context = block.last
    self.blocks[#self.blocks] = nil
  else
    self.context = block.first:copy()
  end
end

function compiler:word(word, line)
  if OPENS[word] then
    self.blocks[#self.blocks + 1] = { word = word, line = line,
      part = self.part, key = self.context:key(), first = self.context:copy() }
  elseif TURNS[word] or CLOSES[word] then
    return self:turn(word)
  elseif JUMPS[word] then
    return self:jump(word)
  end
end

function compiler:code(part)
  local words, used = code.words(part.text)
  if not words then return used end
  local bad = self.context:code()
  if bad then return bad end
  self.part = part
  for _, word in ipairs(words) do
    bad = self:word(word, part.line)
    if bad then return bad end
  end
  local text = part.text:sub(1, used)
  self:put(text .. "; ", part.line)
  self.line = self.line + count_lines(text)
end

local KINDS <const> = { literal = "literal", ["="] = "expression",
  code = "code" }

-- The chunk's text; or nil, message, line.
local function compile(text)
  local self = setmetatable({ out = { HEAD }, line = 1, blocks = {},
    context = context.new() }, compiler)
  local parts, bad, line = split(text:gsub("\r\n", "\n"))
  if not parts then return nil, bad, line end
  tidy(parts)
  for _, part in ipairs(parts) do
    local kind = KINDS[part.kind]
    bad = kind and self[kind](self, part)
    if bad then return nil, bad, part.line end
  end
  local open = self.blocks[#self.blocks]
  if open then return nil, open.word .. " without end", open.line end
  return table.concat(self.out)
end

return { compile = compile }
