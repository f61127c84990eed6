-- What is done to an entry from its page: submit, schedule, withdraw, trash.
local plugin <const> = ...
local entries <const> = require "desk.entries"
local page <const> = require "desk.page"

local deeds <const> = plugin.cms

local function url(id) return "/desk/entries/" .. id end

-- A route POST /desk/entries/ID/ACT.  `input` makes the act's input from the
-- request (or nil and a fault); what was typed stays on the page.
local function act(name, done, input)
  page.route("entry." .. name, "POST /desk/entries/{id:int}/" .. name,
    function(req)
    local id <const> = req.params.id
    local out, err = input(req)
    if out then
      out.id = id
      out, err = deeds.entry[name](out)
    end
    if out then
      return page.done(req, url(id), type(done) == "function" and done(req, out)
        or done)
    end
    if err.status == 404 then return nil, err end
    return entries.page(req, id, { problem = err, typed = req.form_fields,
      open = name }, err.status)
  end)
end

local function text(v)
  return type(v) == "string" and v or ""
end

local function nothing() return {} end

act("submit", "submitted", function(req)
  local fields <const> = req.form_fields
  return { secrecy_checked = fields.secrecy_checked == "1",
    note = text(fields.note) }
end)

act("withdraw", "withdrawn", function(req)
  return { reason = text(req.form_fields.reason) }
end)

act("purge", "purged", function(req)
  if req.form_fields.sure ~= "1" then
    return nil, { status = 422, code = "input.bad",
      message = req:t("desk.purge.sure.needed") }
  end
  return { reason = text(req.form_fields.reason) }
end)

act("trash", "trashed", nothing)
act("untrash", "untrashed", nothing)

local SCHEDULE <const> = { at = { "time" } }

-- A time that is past would publish what is approved at once: a slip.
act("schedule", function(req)
  return text(req.form_fields.at) == "" and "unscheduled" or "scheduled"
end, function(req)
  local form <const>, problems <const> = req:form(SCHEDULE)
  if not form then
    return nil, { status = 422, code = "input.bad", message = problems.at or
      req:t("fault.status.422") }
  end
  local at <const> = form.at and plugin:time((form.at:gsub("T", " ")))
  if at and at <= plugin:now() then
    return nil, { status = 422, code = "input.bad",
      message = req:t("desk.schedule.past") }
  end
  return { at = at or cms.null }
end)

act("restore", "restored", function(req)
  local fields <const> = req.form_fields
  return { revision = math.tointeger(tonumber(text(fields.revision))),
    base_revision = math.tointeger(tonumber(text(fields.base_revision))) }
end)

return true
