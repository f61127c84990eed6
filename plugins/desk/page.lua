-- What all pages of the desk share: the menu, routes whose faults become a
-- page, the way back after something was done.
local plugin <const> = ...
local problems <const> = require "desk.problems"

local page <const> = {}
local cms_array <const> = cms.array
local cms <const> = plugin.cms

-- Shown to whoever may do the act anywhere on the site (nil: to everybody).
local MENU <const> = {
  { key = "bench", url = "/desk/" },
  { key = "entries", url = "/desk/entries", act = "entry.list" },
  { key = "review", url = "/desk/review", act = "entry.queue" },
  { key = "media", url = "/desk/media", act = "media.list" },
  { key = "columns", url = "/desk/columns", act = "column.update" },
  { key = "users", url = "/desk/users", act = "user.list" },
  { key = "units", url = "/desk/units", act = "unit.create" },
  { key = "site", url = "/desk/site", act = "site.update" },
  { key = "home", url = "/desk/home", act = "site.update" },
  { key = "plugins", url = "/desk/plugins", act = "plugin.list" },
  { key = "policy", url = "/desk/policy", act = "policy.update" },
  { key = "audit", url = "/desk/audit", act = "audit.list" },
  { key = "sessions", url = "/desk/sessions" },
}

-- What can be said after a redirect (?done=saved); anything else isn't shown.
local DONE <const> = {}
for name in ([[saved submitted approved published returned scheduled unscheduled
    withdrawn purged trashed untrashed restored dropped uploaded deleted created moved
    disabled enabled unlocked reset_dropped granted revoked ended password
    plugged unplugged released]])
    :gmatch("%S+") do
  DONE[name] = "desk.done." .. name
end

local QUEUE_SHOWN <const> = 99

local function queue_length()
  if not plugin:permits("entry.queue") then return nil end
  local queue <const> = cms.entry.queue{ limit = QUEUE_SHOWN }
  if not queue or #queue.entries == 0 then return nil end
  return #queue.entries .. (queue.next and "+" or "")
end

-- What is overdue at the steps of this reviewer or in the columns of this
-- keeper; false where nothing is, nil and a fault.
function page.overdue()
  if not plugin:permits("entry.overdue") then return false end
  local late <const>, err <const> = cms.entry.overdue{}
  if not late then return nil, err end
  return late.count > 0 and late
end

-- Whoever signs in on the way to another page hears of it there.
local function overdue_notice(req)
  if req.query.welcome ~= "1" then return false end
  return page.overdue() or false
end

-- What plugins add: { key, title (else the text of key), url, act, position,
-- count }.
local function added_items(items)
  local event <const> = plugin:emit("desk.menu", { items = cms_array{} })
  for _, item in ipairs(event.items or {}) do
    local url <const> = type(item.url) == "string" and item.url or ""
    if url:find("^/[^/\\]") and (not item.act or
        plugin:permits(tostring(item.act))) then
      items[#items + 1] = { title = item.title, key = tostring(item.key),
        url = url, count = item.count ~= 0 and item.count or nil,
        position = tonumber(item.position) or 65 }
    end
  end
end

-- The core's items stand at 10, 20, 30 …; of equals the core's comes first.
local function menu()
  local items <const> = {}
  for i, item in ipairs(MENU) do
    if not item.act or plugin:permits(item.act) then
      items[#items + 1] = { key = "desk.menu." .. item.key, url = item.url,
        name = item.key, position = i * 10,
        count = item.key == "review" and queue_length() or nil }
    end
  end
  added_items(items)
  for i, item in ipairs(items) do item.order = i end
  table.sort(items, function(a, b)
    if a.position ~= b.position then return a.position < b.position end
    return a.order < b.order
  end)
  return items
end

-- Marks the item that leads to this page, or to the pages around it.
local function mark_path(items, path)
  local best
  for _, item in ipairs(items) do
    if (path .. "/"):sub(1, #item.url + 1) == item.url .. "/" and
        (not best or #item.url > #best.url) then
      best = item
    end
  end
  if best then best.active = true end
end

-- Pages of other plugins in the frame of the desk: layout("desk/layout").
plugin:hook("desk.frame", function(event)
  event.menu = menu()
  mark_path(event.menu, event.path)
  event.done = DONE[event.done] or false
  event.overdue = event.welcome == "1" and page.overdue() or false
end)

-- What plugins have to say about an entry that is written or reviewed.
function page.panels(entry, revision)
  local event <const> = plugin:emit("desk.entry", { entry = entry,
    revision = revision, panels = cms_array{} })
  return event.panels or {}
end

-- Renders desk/NAME.  `view` reaches templates as v; active names the item of
-- the menu, problem is a fault to be shown above the page.
function page.render(req, name, options, view, status)
  local problem <const> = options.problem
  local said <const> = problem and problems.sentences(problem)
  local items <const> = menu()
  for _, item in ipairs(items) do
    item.active = item.name ~= nil and item.name == options.active
  end
  return req:render("desk/" .. name, {
    title = options.title, menu = items, v = view,
    done = DONE[req.query.done] or false, overdue = overdue_notice(req),
    problem = said and said[1] or false,
    faults = said and #said > 1 and said or false,
    editor = options.editor or false,
  }, status or (problem and problem.status) or 200)
end

-- Statuses with a heading of their own.
local TITLED <const> = { [400] = true, [403] = true, [404] = true,
  [409] = true, [413] = true, [415] = true, [422] = true, [429] = true,
  [500] = true, [503] = true }

-- A fault as a page in the frame of the desk.
function page.fault(req, err)
  if err.status == 401 then return nil, err end
  return page.render(req, "error", { title = req:t("desk.error." ..
    (TITLED[err.status] and err.status or "other")) }, {
    messages = problems.sentences(err), status = err.status }, err.status)
end

-- plugin:route() for whoever is signed in.
function page.route(name, address, handler, options)
  options = options or {}
  options.permission = options.permission or "session"
  plugin:route("desk." .. name, address, options, function(req)
    local reply, err = handler(req)
    if reply then return reply end
    return page.fault(req, err)
  end)
end

-- The address with one more parameter.
function page.mark(url, parameter)
  return url .. (url:find("?", 1, true) and "&" or "?") .. parameter
end

-- Back to a page, which says what was done.
function page.done(req, url, what)
  return req:redirect(page.mark(url, "done=" .. what))
end

-- A name for a query or a path.
function page.escape(text)
  return (text:gsub("[^%w%-%._~/]", function(c)
    return ("%%%02X"):format(c:byte())
  end))
end

-- Filters of an address that are filled in, and the query that keeps them.
function page.filters(req, names)
  local given <const>, parts <const> = {}, {}
  for _, name in ipairs(names) do
    local v <const> = req.query[name]
    if v and v ~= "" then
      given[name] = v
      parts[#parts + 1] = name .. "=" .. page.escape(v)
    end
  end
  return given, table.concat(parts, "&")
end

return page
