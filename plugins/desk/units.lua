-- Units in their tree, with codes.
local plugin <const> = ...
local page <const> = require "desk.page"

local null <const> = cms.null
local acts <const> = plugin.cms
local UNIT <const> = { code = { "line", max = 40, required = true },
  name = { "line", max = 80, required = true }, parent = { "int" } }

-- Each with its depth, from the path "/1/4/".
local function read()
  local list <const>, err <const> = acts.unit.list{}
  if not list then return nil, err end
  for _, unit in ipairs(list.units) do
    local _, marks <const> = unit.path:gsub("/", "")
    unit.depth = marks - 2
  end
  return list.units
end

local function find(units, id)
  for _, unit in ipairs(units) do
    if unit.id == id then return unit end
  end
end

-- The list with a form below: for a new unit, or for the one being changed.
local function units_page(req, id, more, status)
  local units <const>, err <const> = read()
  if not units then return nil, err end
  local unit <const> = id and find(units, id)
  if id and not unit then
    return nil, { status = 404, code = "unit.unknown",
      message = req:t("fault.status.404") }
  end
  return page.render(req, "units", { active = "units", problem = more.problem,
    title = req:t("desk.menu.units") }, { units = units, unit = unit,
    values = more.values or unit or {}, problems = more.problems or {} },
    status)
end

page.route("units", "GET /desk/units", function(req)
  return units_page(req, nil, {})
end)
page.route("unit", "GET /desk/units/{id:int}", function(req)
  return units_page(req, req.params.id, {})
end)

local function save(req, id)
  local form <const>, problems <const> = req:form(UNIT)
  if not form then
    return units_page(req, id, { values = req.form_fields, problems = problems,
      problem = { status = 422, message = req:t("desk.edit.problems") } }, 422)
  end
  local out, err
  if id then
    out, err = acts.unit.update{ id = id, code = form.code, name = form.name,
      parent = form.parent or null }
  else
    out, err = acts.unit.create(form)
  end
  if out then return page.done(req, "/desk/units", id and "saved" or "created") end
  return units_page(req, id, { values = req.form_fields, problem = err,
    problems = { [err.field or "code"] = err.message } }, err.status)
end

page.route("unit.create", "POST /desk/units", function(req)
  return save(req, nil)
end)
page.route("unit.update", "POST /desk/units/{id:int}", function(req)
  return save(req, req.params.id)
end)

return true
