-- Greets whoever gives a name.  Nothing is stored.
local plugin = ...

local FORM <const> = { name = { "line", max = 20, required = true } }

local function show(req, name, problems)
  local greeting <const> = plugin.config.greeting
  return req:render("hello/greet", {
    meta = { title = greeting }, greeting = greeting,
    name = name or "", problem = problems and problems.name or "",
  }, problems and 422)
end

plugin:route("hello", "GET /hello", { permission = "public", form = true },
  function(req) return show(req) end)

plugin:route("hello.greet", "POST /hello", { permission = "public", form = true },
  function(req)
    local form <const>, problems <const> = req:form(FORM)
    return show(req, form and form.name, problems)
  end)
