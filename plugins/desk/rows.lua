-- Fields of the kind "items": rows of inputs, named "honours-2-year".  A blank
-- row is no row, so that a form without scripts has some to spare and one is
-- deleted by emptying it.
local tree <const> = require "desk.tree"

local rows <const> = {}

local SPARE <const> = 3

local function name_of(field, n, sub)
  return field.name .. "-" .. n .. "-" .. sub.name
end

-- Declares all rows that the field may have, and the spare ones.
function rows.form(field, form, kinds)
  for n = 1, (field.max or 50) + SPARE do
    for _, sub in ipairs(field.fields) do
      form[name_of(field, n, sub)] = { kinds[sub.kind], max = sub.max,
        choices = sub.choices }
    end
  end
end

local function is_blank(v)
  return v == nil or v == "" or v == false or v == cms.null
end

local function is_blank_row(field, row)
  for _, sub in ipairs(field.fields) do
    if not is_blank(row[sub.name]) then return false end
  end
  return true
end

-- The rows of a checked form, as the acts take them.
function rows.values(field, form)
  local list <const> = cms.array{}
  for n = 1, (field.max or 50) + SPARE do
    local row <const> = {}
    for _, sub in ipairs(field.fields) do
      row[sub.name] = form[name_of(field, n, sub)]
    end
    if not is_blank_row(field, row) then list[#list + 1] = row end
  end
  return list
end

-- What was typed, right or wrong, each row in its place.
function rows.typed(field, fields)
  local list <const> = cms.array{}
  for n = 1, (field.max or 50) + SPARE do
    local row <const> = {}
    for _, sub in ipairs(field.fields) do
      local v <const> = fields[name_of(field, n, sub)]
      row[sub.name] = sub.kind == "bool" and v == "1" or v
    end
    list[n] = row
  end
  for n = #list, 1, -1 do
    if not is_blank_row(field, list[n]) then break end
    list[n] = nil
  end
  return list
end

-- The inputs of each row and of the spare ones.  The core counts rows without
-- blank ones, the form as they stand.
function rows.inputs(field, list, problems)
  local out <const> = {}
  local columns <const> = tree.asked(field.fields)
  local counted = 0
  for n = 1, math.min(#list + SPARE, (field.max or 50) + SPARE) do
    local row <const> = list[n] or {}
    local inputs <const> = {}
    if not is_blank_row(field, row) then counted = counted + 1 end
    for i, sub in ipairs(field.fields) do
      local v = row[sub.name]
      if sub.kind == "bool" then v = v == true
      elseif is_blank(v) then v = ""
      else v = tostring(v) end
      inputs[i] = { name = name_of(field, n, sub), kind = sub.kind,
        label = sub.label or "field." .. sub.name, max = sub.max,
        choices = sub.choices, sub = sub.name, value = v,
        places = tree.choose(columns, sub, v),
        problem = problems[name_of(field, n, sub)] or list[n] and
          problems[field.name .. "." .. counted .. "." .. sub.name] }
    end
    out[n] = { number = n, inputs = inputs }
  end
  return out
end

-- Rows as they are read: a list of texts in each.
function rows.shown(field, list)
  local out <const> = {}
  for n, row in ipairs(list) do
    local cells <const> = {}
    for i, sub in ipairs(field.fields) do
      local v <const> = row[sub.name]
      cells[i] = { kind = sub.kind, label = sub.label or "field." .. sub.name,
        value = is_blank(v) and "" or v == true and "✓" or tostring(v) }
    end
    out[n] = cells
  end
  return out
end

return rows
