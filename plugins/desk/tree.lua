-- The tree of columns as a flat list, for menus and tables.
local plugin <const> = ...

local tree <const> = {}
local cms <const> = plugin.cms

local function flatten(columns, depth, parent, out)
  for i, column in ipairs(columns) do
    column.depth, column.parent = depth, parent
    column.first, column.last = i == 1, i == #columns
    column.before = columns[i - 1] and columns[i - 1].position
    column.after = columns[i + 1] and columns[i + 1].position
    out[#out + 1] = column
    flatten(column.children, depth + 1, column.path, out)
    column.children = nil
  end
  return out
end

-- All columns from the top down, each with depth and parent (a path, "").
function tree.all()
  local list <const>, err <const> = cms.column.list{}
  if not list then return nil, err end
  return flatten(list.columns, 0, "", {})
end

-- May the actor do this act in that column (of tree.all or column.read)?
function tree.permits(column, act)
  for _, name in ipairs(column.allowed) do
    if name == act then return true end
  end
  return false
end

-- Choices for a <select>: { value, text, selected }, indented by depth.
function tree.choices(columns, selected)
  local out <const> = {}
  for i, column in ipairs(columns) do
    out[i] = { value = column.path, selected = column.path == selected,
      text = ("　"):rep(column.depth) .. column.title }
  end
  return out
end

-- The columns, where one of the fields says choose = "column": its value is the
-- path of one.
function tree.asked(fields)
  for _, field in ipairs(fields) do
    if field.choose == "column" then return tree.all() end
  end
end

-- Choices for that field's input.  A column that isn't there stays among them,
-- or saving would change it unseen.
function tree.choose(columns, field, value)
  if not columns or field.choose ~= "column" then return nil end
  local out <const> = tree.choices(columns, value)
  for _, choice in ipairs(out) do
    if choice.selected then return out end
  end
  if value ~= "" then
    table.insert(out, 1, { value = value, text = value, selected = true })
  end
  return out
end

return tree
