-- The record of what staff did, for the audit administrator: in sentences, to
-- be searched by day, person and act, and to be taken away as a table.
local plugin <const> = ...
local csv <const> = require "cms.csv"
local deeds <const> = require "desk.deeds"
local page <const> = require "desk.page"

local cms <const> = plugin.cms
local DAY <const> = 86400
local BATCH <const> = 1000	-- of an export, at a time
local EXPORT_MAX <const> = 10000

-- What can be chosen, in the order of the work; the nouns of the hub come
-- last.
local ACTS <const> = {
  { "entry", [[create save restore submit secrecy approve return overdue
    schedule publish withdraw trash untrash purge]] },
  { "receipt", "update erase" },
  { "media", "upload delete" },
  { "column", "create update move delete" },
  { "workflow", "define" },
  { "plugin", "enable disable configure release" },
  { "site", "create update restore remove" },
  { "unit", "create update" },
  { "user", [[create update disable enable unlock password reset]] },
  { "reset", "ask give drop" },
  { "grant", "add remove" },
  { "session", "create end" },
  { "policy", "update" },
}

local function act_choices(chosen)
  local groups <const> = {}
  for i, group in ipairs(ACTS) do
    local choices <const> = {}
    for verb in group[2]:gmatch("%S+") do
      local act <const> = group[1] .. "." .. verb
      choices[#choices + 1] = { value = act, selected = act == chosen }
    end
    groups[i] = { noun = group[1], choices = choices,
      selected = group[1] == chosen }
  end
  return groups
end

local NAMES <const> = { "of", "act", "user", "from", "to", "refused" }

-- The filters of the address: as the act takes them, as they were typed, and
-- as a query to go on with.  A sentence where a day is none.
local function filters(req)
  local f <const>, kept <const> = page.filters(req, NAMES)
  local input <const> = { site = f.of ~= "house", act = f.act, user = f.user,
    refused = f.refused == "1" or nil }
  local problem
  for _, name in ipairs{ "from", "to" } do
    local at <const> = f[name] and f[name]:find("^%d%d%d%d%-%d%d%-%d%d$") and
      plugin:time(f[name])
    if at then input[name] = name == "to" and at + DAY or at end
    if f[name] and not at then
      problem = { status = 422, message = req:t("fault.input.date",
        { field = req:t("desk.audit." .. name) }) }
    end
  end
  return input, f, kept, problem
end

page.route("audit", "GET /desk/audit", function(req)
  local input <const>, f <const>, kept <const>, problem <const> = filters(req)
  input.cursor = math.tointeger(tonumber(req.query.cursor))
  local list <const>, err <const> = cms.audit.list(input)
  if not list then return nil, err end
  for _, event in ipairs(list.events) do
    event.who, event.what = deeds.who(req, event), deeds.what(req, event)
    event.roles = deeds.roles(req, event)
  end
  local here <const> = "/desk/audit?" .. kept
  return page.render(req, "audit", { active = "audit", problem = problem,
    title = req:t("desk.menu.audit") }, { events = list.events, f = f,
    groups = act_choices(f.act), start = req.query.cursor and here,
    next = list.next and here .. (kept ~= "" and "&" or "") .. "cursor=" ..
      list.next, csv = "/desk/audit.csv" .. (kept ~= "" and "?" .. kept or "")
  })
end, { permission = "audit.list" })

-- A request's texts, each looked up once: a table asks for the same ones
-- thousands of times.
local function remembering(req)
  local known <const> = {}
  return { t = function(_, key, args)
    if args then return req:t(key, args) end
    local s = known[key]
    if not s then
      s = req:t(key)
      known[key] = s
    end
    return s
  end }
end

-- One table: what the page shows, and what was written down as it stands.
local function row(req, event)
  return { plugin:date(event.at), deeds.who(req, event), event.user_name,
    deeds.roles(req, event), deeds.act(req, event.act),
    deeds.what(req, event), event.result == "done" and
    req:t("desk.audit.done") or req:t("desk.audit.refused"), event.act,
    event.object, event.result, event.detail }
end

local HEADS <const> = { "at", "who", "account", "roles", "act", "what",
  "result", "raw_act", "raw_object", "raw_result", "raw_detail" }

page.route("audit.csv", "GET /desk/audit.csv", function(req)
  local input <const>, _, _, problem <const> = filters(req)
  if problem then return nil, problem end
  local heads <const>, rows <const> = {}, {}
  for i, name in ipairs(HEADS) do
    heads[i] = req:t("desk.audit.csv." .. name)
  end
  input.limit = BATCH
  local texts <const> = remembering(req)
  repeat
    local list <const>, err <const> = cms.audit.list(input)
    if not list then return nil, err end
    for _, event in ipairs(list.events) do rows[#rows + 1] = row(texts, event) end
    input.cursor = list.next
  until not input.cursor or #rows >= EXPORT_MAX
  if input.cursor then
    rows[#rows + 1] = { req:t("desk.audit.csv.more", { most = EXPORT_MAX }) }
  end
  return req:send{ type = "text/csv; charset=utf-8", body = csv.write(heads, rows),
    headers = { ["content-disposition"] = 'attachment; filename="audit.csv"' } }
end, { permission = "audit.list" })

return true
