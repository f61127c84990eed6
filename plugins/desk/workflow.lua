-- The review steps of the site and of columns that have their own.
local plugin <const> = ...
local page <const> = require "desk.page"
local tree <const> = require "desk.tree"

local null <const> = cms.null
local cms <const> = plugin.cms
local STEPS_MAX <const> = 9

local function rows(steps)
  local out <const> = {}
  for i, step in ipairs(steps) do
    out[i] = { title = step.title, days = step.days }
  end
  for _ = #out + 1, STEPS_MAX do
    out[#out + 1] = { title = "", days = "" }
  end
  return out
end

-- How many rows are to be seen at once: the last one that is filled in, three
-- at least; the others unfold.
local function filled(list)
  local last = 3
  for i, row in ipairs(list) do
    if row.title ~= "" or row.days ~= "" then last = math.max(last, i) end
  end
  return last
end

local function url(path)
  return "/desk/workflow" .. (path and "/" .. page.escape(path) or "")
end

local function form_page(req, path, more, status)
  local flow <const>, err <const> = cms.workflow.read{ column = path }
  if not flow then return nil, err end
  local column, fault
  if path then
    column, fault = cms.column.read{ path = path }
    if not column then return nil, fault end
  end
  local shown <const> = more.rows or rows(flow.steps)
  local may <const> = path and tree.permits(column, "workflow.define") or
    not path and plugin:permits("site.update")
  return page.render(req, "workflow", { active = "columns",
    title = req:t("desk.workflow"), problem = more.problem }, {
    flow = flow, column = column, action = url(path), may = may,
    rows = shown, shown = filled(shown) }, status)
end

local function text(v)
  return type(v) == "string" and v:match("^%s*(.-)%s*$") or ""
end

-- Rows as they were typed; those without a title are left out of the steps.
local function typed(fields)
  local shown <const>, steps <const> = {}, {}
  for i = 1, STEPS_MAX do
    local title <const>, days <const> = fields["title_" .. i],
      text(fields["days_" .. i])
    if title then shown[#shown + 1] = { title = text(title), days = days } end
    if text(title) ~= "" then
      steps[#steps + 1] = { title = text(title),
        days = math.tointeger(tonumber(days)) or 0 }
    end
  end
  return shown, steps
end

-- The column takes the workflow from above again.
local function inherit(req, path)
  local out <const>, err <const> = cms.workflow.define{ column = path,
    steps = null }
  if out then return page.done(req, url(path), "saved") end
  return form_page(req, path, { problem = err }, err.status)
end

local function save(req, path)
  if path and req.form_fields._inherit then return inherit(req, path) end
  local shown <const>, steps <const> = typed(req.form_fields)
  if #steps == 0 then
    return form_page(req, path, { rows = shown, problem = { status = 422,
      message = req:t("desk.workflow.none") } }, 422)
  end
  local out <const>, err <const> = cms.workflow.define{ column = path,
    steps = steps }
  if out then return page.done(req, url(path), "saved") end
  return form_page(req, path, { rows = shown, problem = err }, err.status)
end

page.route("workflow", "GET /desk/workflow", function(req)
  return form_page(req, nil, {})
end)
page.route("workflow.save", "POST /desk/workflow", function(req)
  return save(req, nil)
end)
page.route("workflow.column", "GET /desk/workflow/{path*}", function(req)
  return form_page(req, req.params.path, {})
end)
page.route("workflow.column.save", "POST /desk/workflow/{path*}", function(req)
  return save(req, req.params.path)
end)

return true
