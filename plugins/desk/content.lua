-- Between a type's schema and a form: which inputs there are, what was typed,
-- and the content that acts take.
local plugin <const> = ...
local page <const> = require "desk.page"
local rows <const> = require "desk.rows"
local tree <const> = require "desk.tree"

local content <const> = {}
local acts <const> = plugin.cms

local KINDS <const> = { line = "line", text = "text", html = "html",
  date = "date", media = "hash", tags = "line", choice = "choice", int = "int",
  bool = "bool", link = "line" }
local TAGS_MAX <const> = 1000
local TAG_MARKS <const> = { "，", "、", "；", ";" }

function content.type(name)
  local list <const>, err <const> = acts.type.list{}
  if not list then return nil, err end
  for _, schema in ipairs(list.types) do
    if schema.name == name then return schema end
  end
  return nil, { code = "type.unknown", status = 404, detail = name,
    message = name }
end

-- The declaration for req:form(), with `more` beside the type's fields.
function content.form(schema, more)
  local form <const> = {}
  for name, rule in pairs(more) do form[name] = rule end
  for _, field in ipairs(schema.fields) do
    if field.kind == "media_list" then
      form[field.name] = { "list", max = field.max }
      form[field.name .. "_name"] = { "list", max = field.max }
    elseif field.kind == "items" then
      rows.form(field, form, KINDS)
    else
      form[field.name] = { KINDS[field.kind], required = field.required,
        max = field.kind == "tags" and TAGS_MAX or field.max,
        choices = field.choices }
    end
  end
  return form
end

local function split_tags(text)
  for _, mark in ipairs(TAG_MARKS) do text = text:gsub(mark, ",") end
  local tags <const> = cms.array{}
  for tag in text:gmatch("[^,]+") do
    tag = tag:match("^%s*(.-)%s*$")
    if tag ~= "" then tags[#tags + 1] = tag end
  end
  return tags
end

local function as_list(v)
  if type(v) == "table" then return v end
  return v and v ~= "" and { v } or {}
end

local function zip(hashes, names)
  local items <const> = cms.array{}
  for i, hash in ipairs(as_list(hashes)) do
    items[i] = { hash = hash, name = as_list(names)[i] or "" }
  end
  return items
end

-- The values of a form, as the content that acts take: what was emptied is
-- null, which means empty (a field that is missing would stay as it was).
function content.values(schema, form, into)
  for _, field in ipairs(schema.fields) do
    local name <const> = field.name
    local v = form[name]
    if field.kind == "media_list" then
      v = zip(v, form[name .. "_name"])
    elseif field.kind == "items" then
      v = rows.values(field, form)
    elseif field.kind == "tags" then
      v = split_tags(v or "")
    end
    if v == nil then v = cms.null end
    into[name] = v
  end
  return into
end

-- What was typed, in the shapes of content, to be shown again.
function content.typed(schema, fields, lists)
  local typed <const> = {}
  for _, field in ipairs(schema.fields) do
    local name <const> = field.name
    if field.kind == "media_list" then
      local names <const> = name .. "_name"
      typed[name] = zip(lists[name] or fields[name],
        lists[names] or fields[names])
    elseif field.kind == "items" then
      typed[name] = rows.typed(field, fields)
    elseif field.kind == "bool" then
      typed[name] = fields[name] == "1"
    else
      typed[name] = fields[name]
    end
  end
  return typed
end

function content.url(hash, name)
  return "/media/" .. hash .. "/" .. page.escape(name ~= "" and name or "file")
end

-- What a template shows of a value: text, or items with addresses.
local function shown(field, v)
  if field.kind == "media_list" then
    local items <const> = {}
    for i, item in ipairs(v or {}) do
      items[i] = { hash = item.hash, name = item.name or "",
        url = content.url(item.hash, item.name or "") }
    end
    return items
  end
  if field.kind == "tags" and type(v) == "table" then
    return table.concat(v, "、")
  end
  if field.kind == "items" then return rows.shown(field, v or {}) end
  if field.kind == "bool" then return v == true end
  if type(v) == "table" then v = v[1] end
  return v ~= nil and tostring(v) or ""
end

-- What a form begins with: the text as it stands, but on a published text, which
-- gets its next correction now, nothing that was said about the last one.
function content.begun(schema, entry)
  if entry.state ~= "published" then return entry.content end
  local values <const> = {}
  for _, field in ipairs(schema.fields) do
    if not field.corrects then values[field.name] = entry.content[field.name] end
  end
  return values
end

-- The inputs of the form, in the order of the schema; `fresh`: nothing of it
-- was published, so that there is nothing to correct.
function content.inputs(schema, values, problems, fresh)
  local inputs <const> = {}
  local columns <const> = tree.asked(schema.fields)
  for _, field in ipairs(schema.fields) do
    local input <const> = { name = field.name, kind = field.kind,
      label = field.label or "field." .. field.name, max = field.max,
      required = field.required or false, choices = field.choices,
      value = shown(field, values[field.name]),
      problem = problems[field.name], group = field.group }
    input.places = tree.choose(columns, field, input.value)
    if field.kind == "items" then
      input.rows = rows.inputs(field, values[field.name] or {}, problems)
    end
    if not (fresh and field.corrects) then inputs[#inputs + 1] = input end
  end
  return inputs
end

local function filled(input)
  if input.kind == "bool" then return input.value == true end
  if type(input.value) == "table" then return #input.value > 0 end
  return input.value ~= ""
end

-- The inputs under the headings that their fields name (`group`, a key of
-- lang/): { label, inputs, open }, those without a heading first, label nil.
-- One is open where something in it is filled in, wrong or wanted.
function content.groups(inputs)
  local groups <const>, by <const> = { { inputs = {}, open = true } }, {}
  for _, input in ipairs(inputs) do
    local group = input.group and by[input.group] or groups[1]
    if input.group and not by[input.group] then
      group = { label = input.group, inputs = {}, open = false }
      groups[#groups + 1], by[input.group] = group, group
    end
    group.inputs[#group.inputs + 1] = input
    group.open = group.open or input.problem ~= nil or filled(input) or
      input.required
  end
  return groups
end

return content
