-- The tree of columns: order, create, edit, move, delete.
local plugin <const> = ...
local page <const> = require "desk.page"
local tree <const> = require "desk.tree"

local null <const> = cms.null
local acts <const> = plugin.cms

local COMMON <const> = {
  title = { "line", max = 40, required = true }, type = { "line", max = 40 },
  description = { "text", max = 500 }, keywords = { "line", max = 200 },
  freshness_days = { "int", min = 0, max = 3650 }, unit = { "int" },
  in_menu = { "bool" },
}

local function with(more)
  local form <const> = {}
  for name, rule in pairs(COMMON) do form[name] = rule end
  for name, rule in pairs(more) do form[name] = rule end
  return form
end

local NEW <const> = with{ parent = { "line" },
  slug = { "line", max = 40, required = true } }

local function url(path) return "/desk/columns/edit/" .. page.escape(path) end

page.route("columns", "GET /desk/columns", function(req)
  local all <const>, err <const> = tree.all()
  if not all then return nil, err end
  local types <const>, fault <const> = acts.type.list{}
  if not types then return nil, fault end
  local titles <const> = {}
  for _, one in ipairs(types.types) do titles[one.name] = one.title end
  for _, column in ipairs(all) do
    column.can_edit = tree.permits(column, "column.update")
    column.can_move = tree.permits(column, "column.move")
  end
  return page.render(req, "columns", { active = "columns",
    title = req:t("desk.menu.columns") }, { columns = all,
    types = titles, can_create = plugin:permits("column.create") })
end)

-- What the forms choose from; nil and the fault.
local function choices(parent)
  local all, types, units, err
  all, err = tree.all()
  if not all then return nil, err end
  types, err = acts.type.list{}
  if not types then return nil, err end
  units, err = acts.unit.list{}
  if not units then return nil, err end
  return { parents = tree.choices(all, parent), types = types.types,
    units = units.units }
end

-- o: values, problems, problem, column (nil: a new one), parent (where to move
-- it, as typed).
local function form_page(req, o, status)
  local view <const>, err <const> = choices(o.parent or o.column and
    o.column.path:match("^(.*)/") or o.values.parent)
  if not view then return nil, err end
  view.values, view.problems = o.values, o.problems or {}
  view.column, view.can = o.column, {}
  for _, name in ipairs(o.column and o.column.allowed or {}) do
    view.can[name] = true
  end
  return page.render(req, "column", { active = "columns", problem = o.problem,
    title = o.column and o.column.title or req:t("desk.column.new") }, view,
    status)
end

local function refused(req, o, err, problems)
  o.problems = problems or {}
  if err.field then o.problems[err.field] = err.message end
  o.problem, o.values = err, req.form_fields
  return form_page(req, o, err.status)
end

local function bad(req)
  return { status = 422, message = req:t("desk.edit.problems") }
end

-- Empty numbers mean "inherited".
local function input(form, path)
  return { path = path, title = form.title, type = form.type,
    description = form.description or "", keywords = form.keywords or "",
    freshness_days = form.freshness_days or null,
    unit = form.unit or null, in_menu = form.in_menu or false }
end

page.route("column.new", "GET /desk/columns/new", function(req)
  return form_page(req, { values = { parent = req.query.parent or "",
    type = "article", in_menu = true } })
end)

page.route("column.create", "POST /desk/columns/new", function(req)
  local form <const>, problems <const> = req:form(NEW)
  if not form then return refused(req, {}, bad(req), problems) end
  local path <const> = (form.parent and form.parent .. "/" or "") .. form.slug
  local out <const>, err <const> = acts.column.create(input(form, path))
  if out then return page.done(req, "/desk/columns", "created") end
  if err.field == "path" then err.field = "slug" end
  return refused(req, {}, err)
end)

page.route("column.edit", "GET /desk/columns/edit/{path*}", function(req)
  local column <const>, err <const> = acts.column.read{ path = req.params.path }
  if not column then return nil, err end
  return form_page(req, { column = column, values = column })
end)

page.route("column.update", "POST /desk/columns/edit/{path*}", function(req)
  local column, err = acts.column.read{ path = req.params.path }
  if not column then return nil, err end
  local form <const>, problems <const> = req:form(COMMON)
  if not form then
    return refused(req, { column = column }, bad(req), problems)
  end
  local out
  out, err = acts.column.update(input(form, column.path))
  if out then return page.done(req, url(out.path), "saved") end
  return refused(req, { column = column }, err)
end)

local function siblings(all, column)
  local list <const> = {}
  for _, c in ipairs(all) do
    if c.parent == column.parent then list[#list + 1] = c end
  end
  return list
end

local function find(all, path)
  for _, c in ipairs(all) do
    if c.path == path then return c end
  end
end

-- One place up or down among its siblings, which are numbered anew.
local function shift(all, path, by)
  local column <const> = find(all, path)
  local list <const> = column and siblings(all, column) or {}
  for i, c in ipairs(list) do
    if c == column and list[i + by] then
      list[i], list[i + by] = list[i + by], list[i]
      break
    end
  end
  for i, c in ipairs(list) do
    if c.position ~= i then
      local ok <const>, err <const> =
        acts.column.move{ path = c.path, position = i }
      if not ok then return nil, err end
    end
  end
  return true
end

page.route("column.shift", "POST /desk/columns/shift/{path*}", function(req)
  local all, err = tree.all()
  if not all then return nil, err end
  all, err = shift(all, req.params.path,
    req.form_fields.to == "up" and -1 or 1)
  if not all then return nil, err end
  return page.done(req, "/desk/columns", "moved")
end)

-- What is done to a column from its page; a refusal is shown there.
local function act(name, done, make)
  page.route("column." .. name, "POST /desk/columns/" .. name .. "/{path*}",
    function(req)
    local path <const> = req.params.path
    local out, err = acts.column[name](make(req, path))
    if out then
      return page.done(req, name == "delete" and "/desk/columns" or
        url(out.path), done)
    end
    local column <const>, fault <const> = acts.column.read{ path = path }
    if not column then return nil, fault end
    return form_page(req, { column = column, values = column, problem = err,
      parent = req.form_fields.parent }, err.status)
  end)
end

act("move", "moved", function(req, path)
  return { path = path, parent = tostring(req.form_fields.parent or "") }
end)

act("delete", "deleted", function(_, path) return { path = path } end)

return true
