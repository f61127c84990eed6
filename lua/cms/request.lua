-- A request, as a route's handler gets it: params, query, form_fields (texts),
-- form_lists (those that came more than once, as lists), user, lang, method,
-- path, uploads; and what it can be answered with.

local form <const> = require "cms.form"
local i18n <const> = require "cms.i18n"

local request <const> = {}
local meta <const> = { __index = request, __metatable = false }
local cores <const> = setmetatable({}, { __mode = "k" })

local function new(core, fields)
  cores[fields] = core
  for _, name in ipairs{ "query", "form_fields", "form_lists", "uploads" } do
    fields[name] = fields[name] or {}
  end
  return setmetatable(fields, meta)
end

-- Text of a lang file, in the reader's language.
function request:t(key, args)
  return i18n.fill(cores[self].text(key), args)
end

-- The form's values as SCHEMA says, or nil and { field = sentence }.
function request:form(schema)
  local fields <const> = {}
  for name, v in pairs(self.form_fields) do
    fields[name] = self.form_lists[name] or v
  end
  return form.read(schema, fields, function(key, args)
    return self:t(key, args)
  end)
end

function request.render(_, template, view, status)
  return { render = { template = template, view = view or {},
    status = status or 200 } }
end

function request.redirect(_, url, status)
  return { redirect = { url = url, status = status or 303 } }
end

function request.json(_, value, status)
  return { json = { value = value, status = status or 200 } }
end

-- Sends text as it is: { type = "application/rss+xml; charset=utf-8", body =,
-- status =, headers = { etag = "\"…\"" } }; see core/web/send.c for the types.
function request.send(_, reply)
  return { send = { type = reply.type, body = reply.body,
    status = reply.status or 200, headers = reply.headers } }
end

-- Only for plugins with the capability "session".
function request:sign_in(credentials)
  local core <const> = cores[self]
  if not core.sign_in then error("the capability \"session\" is missing", 2) end
  return core.sign_in(credentials)
end

function request:sign_out()
  local core <const> = cores[self]
  if not core.sign_out then error("the capability \"session\" is missing", 2) end
  return core.sign_out()
end

return { new = new }
