-- What a record of the audit says, as a sentence: who did what to whom or
-- what, and why it wasn't done where it was refused.

local deeds <const> = {}

-- The text of a key, or nil where there is none.
local function text(req, key, args)
  local s <const> = req:t(key, args)
  return s ~= key and s or nil
end

local function role_name(req, role)
  return req:t("role." .. (role:match("^reviewer") or role)) ..
    (role:match("%d$") or "")
end

-- The roles that an account had, parted by spaces.
function deeds.roles(req, event)
  local names <const> = {}
  for role in event.role:gmatch("%S+") do
    local name <const> = text(req, "role." .. (role:match("^reviewer") or role))
    names[#names + 1] = name and name .. (role:match("%d$") or "") or role
  end
  return table.concat(names, "、")
end

-- Who: a person, by the name of now and the account; a command; the clerk.
function deeds.who(req, event)
  if event.user_display and event.user_display ~= event.user_name then
    return req:t("desk.audit.person", { name = event.user_display,
      account = event.user_name })
  end
  if event.user then return event.user_name end
  if event.role == "system" then
    return event.user_name == "clerk" and req:t("desk.audit.clerk") or
      req:t("desk.audit.command", { name = event.user_name })
  end
  if event.user_name == "" then return req:t("desk.audit.nobody") end
  return event.object == "session" and req:t("desk.audit.typed",
    { name = event.user_name }) or req:t("desk.audit.visitor")
end

-- "《标题》（稿件 12）"; for what has no name, its number or path.
function deeds.object(req, event)
  local kind <const>, id <const> = event.object:match("^(%S+) ?(.*)$")
  local noun <const> = text(req, "desk.audit.kind." .. (kind or "")) or kind
  if not noun then return "" end
  if kind == "media" then
    return (event.object_name or event.detail ~= "" and event.detail or
      noun .. " " .. id:sub(1, 8))
  end
  if kind == "session" or kind == "policy" then return "" end
  local name <const> = event.object_name
  if name and name ~= "" and name ~= id then
    return req:t("desk.audit.named." .. (kind == "entry" and "entry" or "other"),
      { name = name, noun = noun, id = id })
  end
  return id == "" and noun or noun .. " " .. id
end

-- Settings and fields by their labels.
local function fields(req, detail)
  local names <const> = {}
  for name in detail:gmatch("[%w_]+") do
    names[#names + 1] = text(req, "field." .. name) or name
  end
  return table.concat(names, "、")
end

local function step_of(detail) return { step = detail:match("^%d+") or "?" } end
local function reason(detail) return { reason = detail } end
local function named(detail, req) return { fields = fields(req, detail) } end

-- What each act writes beside its object.
local ARGUMENTS <const> = {
  ["entry.approve"] = step_of, ["entry.overdue"] = step_of,
  ["entry.withdraw"] = reason, ["entry.purge"] = reason,
  ["receipt.erase"] = reason,
  ["site.update"] = named, ["plugin.configure"] = named,
  ["entry.return"] = function(detail, req)
    local step <const>, to <const> = detail:match("(%d+) > (%d+)")
    return { step = step or "?", to = to == "0" and
      req:t("desk.audit.to_author") or req:t("desk.event.step",
      { n = to or "?" }) }
  end,
  ["entry.schedule"] = function(detail, req)
    return { time = detail ~= "" and detail or req:t("desk.audit.at_once") }
  end,
  ["grant.add"] = function(detail, req)
    local role <const>, site <const>, column <const>, unit <const> =
      detail:match("^([%w_]+)@([^:]*):(%S*) ?(.*)$")
    local place = (site or "") ~= "" and site or req:t("desk.grants.all_sites")
    if (column or "") ~= "" then place = place .. " › " .. column end
    if (unit or "") ~= "" then place = place .. " · " .. unit end
    return { role = role and role_name(req, role) or detail, place = place }
  end,
  ["grant.remove"] = function(detail, req)
    return { role = role_name(req, detail) }
  end,
  ["policy.update"] = function(detail, req)
    local name <const>, value <const> = detail:match("^([%w_]+) = (.*)$")
    return { fields = fields(req, name or detail), value = value or "" }
  end,
  ["receipt.update"] = function(detail, req)
    return { state = text(req, "desk.audit.receipt." .. detail) or detail }
  end,
}

-- The name of an act by itself.
function deeds.act(req, act)
  return text(req, "act." .. act) or req:t("desk.audit.other_act")
end

-- Why it wasn't done, without names of the program's own.
local function refusal(req, event)
  local why <const> = event.result == "permission.denied" and
    req:t("desk.audit.no_permission") or text(req, "fault." .. event.result,
    { detail = "…", field = "…" })
  return why or req:t("desk.audit.refused_plain")
end

-- What was done, or tried.
function deeds.what(req, event)
  local object <const> = deeds.object(req, event)
  if event.result ~= "done" then
    return req:t("desk.audit.tried", { act = deeds.act(req, event.act),
      object = object, why = refusal(req, event) })
  end
  local make <const> = ARGUMENTS[event.act]
  local args <const> = make and make(event.detail, req) or {}
  args.object = object
  return text(req, "desk.audit.did." .. event.act, args) or
    req:t("desk.audit.did", { act = deeds.act(req, event.act), object = object })
end

return deeds
