-- Writing: a new entry, an edit, and what to do when somebody else saved first.
local plugin <const> = ...
local content <const> = require "desk.content"
local entries <const> = require "desk.entries"
local page <const> = require "desk.page"
local faults <const> = require "desk.problems"
local tree <const> = require "desk.tree"

local cms <const> = plugin.cms
local EDITOR <const> = { editor = true }
local FRAME <const> = { column = { "line", required = true },
  base_revision = { "int" } }

-- Columns in which this person may write, of the type (nil: of any).
local function columns_for(type, selected)
  local all <const>, err <const> = tree.all()
  if not all then return nil, err end
  local mine <const> = {}
  for _, column in ipairs(all) do
    if (column.path == selected or not type or column.type == type) and
        tree.permits(column, "entry.create") then
      mine[#mine + 1] = column
    end
  end
  return tree.choices(mine, selected)
end

-- The form.  o: schema, column, values, problems, problem, entry, base,
-- conflict, autosave.
local function form_page(req, o, status)
  local columns <const>, err <const> = columns_for(o.schema.name, o.column)
  if not columns then return nil, err end
  local inputs <const> = content.inputs(o.schema, o.values, o.problems or {},
    not (o.entry and o.entry.live))
  return page.render(req, "edit", { active = "entries", editor = true,
    problem = o.problem, title = req:t(o.entry and "desk.edit" or "desk.new") },
    { entry = o.entry, type = o.schema.name, column = o.column,
    columns = columns, base = o.base, conflict = o.conflict,
    autosave = o.autosave, panels = page.panels(o.entry or
      { type = o.schema.name, column = o.column }, o.base),
    secrecy = req.form_fields._secrecy == "1",
    inputs = inputs, groups = content.groups(inputs) }, status)
end

local function choose_page(req)
  local columns <const>, err <const> = columns_for(nil, nil)
  if not columns then return nil, err end
  return page.render(req, "choose", { active = "entries",
    title = req:t("desk.new") }, { columns = columns })
end

page.route("entry.new", "GET /desk/entries/new", function(req)
  local path <const> = req.query.column
  if not path or path == "" then return choose_page(req) end
  local column, err = cms.column.read{ path = path }
  if not column then return nil, err end
  local schema
  schema, err = content.type(column.type)
  if not schema then return nil, err end
  return form_page(req, { schema = schema, column = path, values = {} })
end, EDITOR)

-- The form as the act's input, or nil and the problems.
local function read_form(req, schema, id)
  local form <const>, problems <const> = req:form(content.form(schema, FRAME))
  if not form then return nil, problems end
  return content.values(schema, form, { id = id, column = form.column,
    base_revision = id and (form.base_revision or 0) })
end

-- Where to go after a save: on with the text, or to its page.
local function saved(req, schema, out, done)
  local url <const> = "/desk/entries/" .. out.id
  if req.form_fields._then ~= "submit" then
    return page.done(req, req.form_fields._then == "stay" and url .. "/edit" or
      url, done)
  end
  local sent <const>, err <const> = cms.entry.submit{ id = out.id,
    secrecy_checked = req.form_fields._secrecy == "1" }
  if sent then return page.done(req, url, "submitted") end
  local entry <const>, fault <const> = entries.read(out.id)
  if not entry then return nil, fault end
  return form_page(req, { schema = schema, column = entry.column, entry = entry,
    base = out.revision, values = entry.content, problem = err }, err.status)
end

-- A refused save: the form again, with what was typed.
local function refused(req, o, err)
  o.problems = o.problems or {}
  if err.status == 422 then faults.add(o.problems, err) end
  o.problem = err
  o.column = tostring(req.form_fields.column or o.column or "")
  o.values = content.typed(o.schema, req.form_fields, req.form_lists)
  return form_page(req, o, err.status)
end

local function bad_form(req)
  return { status = 422, message = req:t("desk.edit.problems") }
end

page.route("entry.create", "POST /desk/entries/new", function(req)
  local path <const> = tostring(req.form_fields.column or "")
  local column, err = cms.column.read{ path = path }
  if not column then return nil, err end
  local schema
  schema, err = content.type(column.type)
  if not schema then return nil, err end
  local input <const>, problems <const> = read_form(req, schema)
  if not input then
    return refused(req, { schema = schema, problems = problems }, bad_form(req))
  end
  local out
  out, err = cms.entry.create(input)
  if out then return saved(req, schema, out, "created") end
  return refused(req, { schema = schema }, err)
end, EDITOR)

page.route("entry.edit", "GET /desk/entries/{id:int}/edit", function(req)
  local entry <const>, schema <const> = entries.read(req.params.id)
  if not entry then return nil, schema end
  local kept <const> = entry.autosave
  return form_page(req, { schema = schema, entry = entry, column = entry.column,
    autosave = kept, base = kept and kept.base_revision or entry.revision,
    values = kept and kept.content or content.begun(schema, entry) })
end, EDITOR)

-- What the other text says where it differs from ours.
local function conflict(req, schema, entry, out)
  local fields <const> = {}
  local theirs <const> = content.inputs(schema, out.current.content, {})
  local ours <const> = content.inputs(schema, out.yours, {})
  for i, input in ipairs(theirs) do
    if type(input.value) ~= "table" and input.value ~= ours[i].value then
      fields[#fields + 1] = input
    end
  end
  local err <const> = { status = 409, message = req:t("desk.conflict.lead") }
  return refused(req, { schema = schema, entry = entry,
    base = out.current.revision, conflict = { fields = fields,
    by = out.current.by, at = out.current.at } }, err)
end

page.route("entry.save", "POST /desk/entries/{id:int}/edit", function(req)
  local entry <const>, schema <const> = entries.read(req.params.id)
  if not entry then return nil, schema end
  local base <const> = tostring(req.form_fields.base_revision or "")
  local input <const>, problems <const> = read_form(req, schema, entry.id)
  if not input then
    return refused(req, { schema = schema, entry = entry, base = base,
      problems = problems }, bad_form(req))
  end
  local out <const>, err <const> = cms.entry.save(input)
  if out then return saved(req, schema, out, "saved") end
  if err.code == "entry.stale" and err.out then
    return conflict(req, schema, entry, err.out)
  end
  return refused(req, { schema = schema, entry = entry, base = base }, err)
end, EDITOR)

-- Saving the text as it stands drops what was kept and not saved.
page.route("entry.drop", "POST /desk/entries/{id:int}/drop", function(req)
  local id <const> = req.params.id
  local entry, err = cms.entry.read{ id = id }
  if not entry then return nil, err end
  entry, err = cms.entry.save{ id = id, base_revision = entry.revision }
  if not entry then return nil, err end
  return page.done(req, "/desk/entries/" .. id .. "/edit", "dropped")
end)

return true
