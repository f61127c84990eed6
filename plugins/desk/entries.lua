-- Lists of entries, and the page of one.
local plugin <const> = ...
local content <const> = require "desk.content"
local page <const> = require "desk.page"
local tree <const> = require "desk.tree"

local entries <const> = {}
local cms <const> = plugin.cms

local STATES <const> = { "draft", "review", "returned", "approved",
  "published", "withdrawn", "trash" }
local PAGE <const> = 30

local function chosen(v, choices)
  for _, choice in ipairs(choices) do
    if choice == v then return v end
  end
end

-- The filters of the address, as text for links and as input of the act.
local function filters(query)
  local f <const> = { state = chosen(query.state, STATES),
    column = query.column ~= "" and query.column or nil,
    text = query.text ~= "" and query.text or nil,
    mine = query.mine == "1" or nil }
  local parts <const> = {}
  for _, name in ipairs{ "state", "column", "text" } do
    if f[name] then parts[#parts + 1] = name .. "=" .. page.escape(f[name]) end
  end
  if f.mine then parts[#parts + 1] = "mine=1" end
  return f, table.concat(parts, "&")
end

page.route("entries", "GET /desk/entries", function(req)
  local f <const>, kept <const> = filters(req.query)
  local list <const>, err <const> = cms.entry.list{ state = f.state,
    column = f.column, text = f.text, mine = f.mine, limit = PAGE,
    cursor = req.query.cursor }
  if not list then return nil, err end
  local columns <const>, fault <const> = tree.all()
  if not columns then return nil, fault end
  return page.render(req, "entries", { active = "entries",
    title = req:t("desk.menu.entries") }, {
    entries = list.entries, states = STATES, f = f,
    show_due = f.state == "review",
    columns = tree.choices(columns, f.column),
    next = list.next and "/desk/entries?" ..
      (kept ~= "" and kept .. "&" or "") .. "cursor=" .. list.next,
    start = req.query.cursor and "/desk/entries?" .. kept,
    can_create = plugin:permits("entry.create") })
end)

-- allowed as a set
local function set(list)
  local s <const> = {}
  for _, name in ipairs(list) do s[name:match("%.(.*)$")] = true end
  return s
end

-- The content of a revision in the shape that templates show.
function entries.shown(schema, values)
  local out <const> = { fields = {} }
  for _, input in ipairs(content.inputs(schema, values, {})) do
    local empty <const> = input.value == "" or
      (type(input.value) == "table" and #input.value == 0)
    if input.kind == "html" and not empty then
      out.fields[#out.fields + 1] = { html = input.value, label = input.label }
    elseif input.name ~= "title" and not empty and input.value ~= false then
      out.fields[#out.fields + 1] = input
    end
  end
  return out
end

-- The entry with all that its pages need; or nil and the fault.
function entries.read(id)
  local entry <const>, err <const> = cms.entry.read{ id = id }
  if not entry then return nil, err end
  local schema <const>, fault <const> = content.type(entry.type)
  if not schema then return nil, fault end
  entry.can = set(entry.allowed)
  entry.shown = entries.shown(schema, entry.content)
  return entry, schema
end

-- The page of an entry; more may hold a problem and what was typed.
function entries.page(req, id, more, status)
  local entry <const>, err <const> = entries.read(id)
  if not entry then return nil, err end
  local history <const>, fault <const> = cms.entry.history{ id = id }
  if not history then return nil, fault end
  return page.render(req, "entry", { active = "entries", title = entry.title,
    problem = more.problem }, { entry = entry, events = history.events,
    open = more.open, typed = more.typed or {} }, status)
end

page.route("entry", "GET /desk/entries/{id:int}", function(req)
  return entries.page(req, req.params.id, { open = req.query.open })
end)

return entries
