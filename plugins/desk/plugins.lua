-- Plugins of the site: which there are, what is the matter with each, on and
-- off, and a form made from the settings that its manifest declares.
local plugin <const> = ...
local page <const> = require "desk.page"

local array <const>, null <const> = cms.array, cms.null
local acts <const> = plugin.cms

local function url(name) return "/desk/plugins/" .. page.escape(name) end

page.route("plugins", "GET /desk/plugins", function(req)
  local all <const>, err <const> = acts.plugin.list{}
  if not all then return nil, err end
  return page.render(req, "plugins", { active = "plugins",
    title = req:t("desk.menu.plugins") }, { plugins = all.plugins })
end)

local function find(name)
  local all <const>, err <const> = acts.plugin.list{}
  if not all then return nil, err end
  for _, one in ipairs(all.plugins) do
    if one.name == name then return one end
  end
  return nil, { code = "plugin.unknown", status = 404, detail = name }
end

-- A setting as its input shows it; `typed` are the fields of a form that was
-- refused, nil before.
local function input(setting, typed, problem)
  local value = setting.value
  if typed then
    value = typed[setting.name]
    if setting.kind == "bool" then value = value == "1" end
  end
  if value == nil then value = "" end
  return { name = setting.name, kind = setting.kind, value = value,
    label = setting.label or setting.name, hint = setting.hint or false,
    choices = setting.choices, min = setting.min, max = setting.max,
    otherwise = setting.default, problem = problem or false }
end

-- o: problem (a fault), problems (sentences by setting), typed.
local function one_page(req, name, o)
  local one <const>, err <const> = find(name)
  if not one then return nil, err end
  local inputs <const> = {}
  for i, setting in ipairs(one.settings) do
    inputs[i] = input(setting, o.typed, (o.problems or {})[setting.name])
  end
  return page.render(req, "plugin", { active = "plugins", title = one.title,
    problem = o.problem }, { plugin = one, inputs = inputs })
end

page.route("plugin", "GET /desk/plugins/{name}", function(req)
  return one_page(req, req.params.name, {})
end)

-- POST /desk/plugins/NAME/VERB; `fields` makes the rest of the act's input.
local function deed(verb, done, fields)
  page.route("plugin." .. verb, "POST /desk/plugins/{name}/" .. verb,
    function(req)
    local name <const> = req.params.name
    local given <const> = fields and fields(req) or {}
    given.name = name
    local out <const>, err <const> = acts.plugin[verb](given)
    if out then return page.done(req, url(name), done) end
    if err.status == 404 then return nil, err end
    return one_page(req, name, { problem = err })
  end)
end

deed("enable", "plugged", function(req)
  local chosen <const> = req.form_lists.columns or req.form_fields.columns
  return { columns = array(type(chosen) == "table" and chosen or
    chosen and { chosen } or {}) }
end)
deed("disable", "unplugged")
deed("release", "released")

-- The form's rules, as the manifest has them.
local function schema(settings)
  local rules <const> = {}
  for _, s in ipairs(settings) do
    rules[s.name] = { s.kind, max = s.max, min = s.min, choices = s.choices }
  end
  return rules
end

-- An empty number or choice is the default again; an empty text is one.
local function settings_of(form, settings)
  local values <const> = {}
  for _, s in ipairs(settings) do
    local v = form[s.name]
    if v == nil then
      v = (s.kind == "int" or s.kind == "choice") and null or ""
    end
    values[s.name] = v
  end
  return values
end

page.route("plugin.configure", "POST /desk/plugins/{name}/configure",
  function(req)
  local name <const> = req.params.name
  local one <const>, missing <const> = find(name)
  if not one then return nil, missing end
  local form <const>, problems <const> = req:form(schema(one.settings))
  if not form then
    return one_page(req, name, { typed = req.form_fields, problems = problems,
      problem = { status = 422, message = req:t("desk.edit.problems") } })
  end
  local out <const>, err <const> = acts.plugin.configure{ name = name,
    settings = settings_of(form, one.settings) }
  if out then return page.done(req, url(name), "saved") end
  return one_page(req, name, { typed = req.form_fields, problem = err,
    problems = { [err.field or ""] = err.message } })
end)

return true
