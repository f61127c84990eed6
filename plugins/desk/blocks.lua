-- What the home page shows: blocks chosen and put in order, with buttons that
-- work without scripts.  Nothing counts before it is saved; a preview shows it
-- (POST /desk/home/preview, which the core answers).
local plugin <const> = ...
local home <const> = require "desk.home"
local page <const> = require "desk.page"
local tree <const> = require "desk.tree"

local array <const> = cms.array
local acts <const> = plugin.cms

local ROWS_MAX <const> = 40
local PLANNED_LISTS <const> = 6
local DEFAULT <const> = "list"

-- The rows that the form has, as they were typed.
local function typed(fields)
  local rows <const> = {}
  for i = 1, ROWS_MAX do
    local block <const> = fields["block_" .. i]
    if block then
      rows[#rows + 1] = { block = block, column = fields["column_" .. i] or "",
        limit = fields["limit_" .. i] or "" }
    end
  end
  return rows
end

-- As the setting has them.
local function stored(rows)
  local out <const> = array{}
  for i, row in ipairs(rows) do
    local limit <const> = row.limit ~= "" and
      (math.tointeger(tonumber(row.limit)) or row.limit) or nil
    out[i] = { block = row.block, column = row.column, limit = limit }
  end
  return out
end

-- A first arrangement from the columns: what the theme would show by itself.
local function planned(columns, known)
  local rows <const> = {}
  local function add(block, column)
    if known[block] then
      rows[#rows + 1] = { block = block, column = column.path, limit = "" }
    end
  end
  for _, column in ipairs(columns) do
    if column.depth == 0 and column.type ~= "page" then
      if #rows == 0 then
        add("headline", column)
        add("carousel", column)
      end
      if #rows < PLANNED_LISTS + 2 then add(DEFAULT, column) end
    end
  end
  return rows
end

-- What the page is made of: the site, its columns, and its theme's blocks.
local function read()
  local site, columns, themes, err
  site, err = acts.site.read{}
  if not site then return nil, err end
  columns, err = tree.all()
  if not columns then return nil, err end
  themes, err = home.themes(site.theme)
  if not themes then return nil, err end
  return { site = site, columns = columns, themes = themes }
end

-- more: rows, problem, changed (not saved yet), focus (the row that moved), had
-- (from read(), where that was asked already).
local function blocks_page(req, more, status)
  local had, err = more.had, nil
  if not had then had, err = read() end
  if not had then return nil, err end
  local site <const>, columns <const>, themes <const> = had.site, had.columns,
    had.themes
  local rows <const> = more.rows or site.settings.home or {}
  for _, row in ipairs(rows) do
    row.columns = tree.choices(columns, row.column)
    row.limit = row.limit or ""
  end
  return page.render(req, "home", { active = "home", problem = more.problem,
    title = req:t("desk.menu.home") }, { rows = rows, changed = more.changed,
    focus = more.focus, full = #rows >= ROWS_MAX,
    blocks = themes.blocks[site.theme] or {},
    theme = themes.titles[site.theme] or site.theme }, status)
end

page.route("blocks", "GET /desk/home", function(req)
  return blocks_page(req, {})
end, { permission = "site.update" })

local function swap(rows, i, j)
  if rows[i] and rows[j] then rows[i], rows[j] = rows[j], rows[i] end
  return rows[j] and j or i
end

-- What a button does to the rows; gives the row to go on with.
local function arrange(req, rows, verb, i)
  if verb == "up" then return swap(rows, i, i - 1) end
  if verb == "down" then return swap(rows, i, i + 1) end
  if verb == "remove" then
    if rows[i] then table.remove(rows, i) end
    return math.min(i, #rows)
  end
  if verb == "add" and #rows < ROWS_MAX then
    rows[#rows + 1] = { block = req.form_fields.new or DEFAULT, column = "",
      limit = "" }
  end
  return #rows
end

-- Rows for an empty form, by the columns of the site.
local function plan(req)
  local had <const>, err <const> = read()
  if not had then return nil, err end
  local known <const> = {}
  for _, name in ipairs(had.themes.blocks[had.site.theme] or {}) do
    known[name] = true
  end
  return blocks_page(req, { rows = planned(had.columns, known), changed = true,
    had = had })
end

local function save(req, rows)
  local site <const>, refused <const> = acts.site.read{}
  if not site then return nil, refused end
  local list <const> = stored(rows)
  local message <const> = home.problem(req, list, site.theme)
  local out, err
  if message then
    err = { status = 422, message = message }
  else
    out, err = acts.site.update{ home = list }
  end
  if out then return page.done(req, "/desk/home", "saved") end
  return blocks_page(req, { rows = rows, problem = err, changed = true },
    err.status)
end

page.route("blocks.save", "POST /desk/home", function(req)
  local rows <const> = typed(req.form_fields)
  local verb <const>, i <const> =
    tostring(req.form_fields["do"] or "save"):match("^(%l+)%-?(%d*)$")
  if verb == "save" then return save(req, rows) end
  if verb == "auto" then return save(req, {}) end
  if verb == "plan" then return plan(req) end
  return blocks_page(req, { rows = rows, changed = true,
    focus = arrange(req, rows, verb, math.tointeger(tonumber(i)) or 0) })
end, { permission = "site.update" })

return true
