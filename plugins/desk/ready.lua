-- What a site still lacks before it may open: what the inspection rules ask
-- for in its footer (国办发〔2017〕47号 binds government and party sites; the
-- records of ICP and public security are every site's), columns, something to
-- read, and people for each step of review.
local plugin <const> = ...
local tree <const> = require "desk.tree"

local ready <const> = {}
local acts <const> = plugin.cms

local MUST <const> = { "sponsor", "contact", "icp", "police" }
local BOUND <const> = { government = true, party = true }
-- 国办秘函〔2019〕19号: days without anything new on the home page, and how many
-- stale or blank columns, make a site fail.
local HOME_DAYS <const>, FAILING <const> = 14, 5
local NAMED <const> = 8
local GOOD <const> = { "phone", "address", "description", "keywords" }

local function blank(v) return v == nil or v == "" end

local function add(list, key, url, must, args)
  list[#list + 1] = { key = "desk.check.site." .. key, url = url, must = must,
    args = args }
end

-- The settings that are empty.
local function lacking(list, site)
  local url <const> = "/desk/site#"
  for _, name in ipairs(MUST) do
    if blank(site.settings[name]) then add(list, name, url .. name, true) end
  end
  if blank(site.settings.site_code) then
    add(list, "site_code", url .. "site_code", BOUND[site.profile] or false)
  end
  for _, name in ipairs(GOOD) do
    if blank(site.settings[name]) then add(list, name, url .. name, false) end
  end
end

-- Steps of the site's review that nobody may take.
local function unstaffed()
  local flow <const> = acts.workflow.read{}
  local steps <const> = {}
  for i, step in ipairs(flow and flow.unstaffed or {}) do
    steps[i] = tostring(step)
  end
  return #steps > 0 and table.concat(steps, "、")
end

-- "通知公告（200 天）、…": the first of them, and how many days the last is old.
local function names_of(req, columns)
  local names <const> = {}
  for i, column in ipairs(columns) do
    if i > NAMED then names[i] = "…" break end
    names[i] = column.days and ("%s（%s）"):format(column.title,
      req:t("desk.days", { n = column.days })) or column.title
  end
  return table.concat(names, "、")
end

-- Blank columns, and those that nothing new came to within their time limit.
local function outdated(req, list, site)
  local found <const> = acts.column.fresh{}
  if not found then return end
  local must <const> = BOUND[site.profile] or false
  if found.days and found.days > HOME_DAYS then
    add(list, "home", "/desk/entries", must, { n = found.days, most = HOME_DAYS })
  end
  for _, kind in ipairs{ "blank", "stale" } do
    local columns <const> = found[kind]
    if #columns > 0 then
      add(list, kind, "/desk/columns", must, { n = #columns,
        most = FAILING, names = names_of(req, columns) })
    end
  end
end

-- A template of the site or its theme that fails: pages do without it.
local function theme_fails(list)
  local themes <const> = acts.theme.list{}
  local failure <const> = themes and themes.failure
  if not failure then return end
  add(list, "theme", "/desk/site#theme", true, { where = failure.where,
    detail = failure.detail })
end

-- What the site lacks: { key, args, url, must }; nil for whoever can't change
-- it.
function ready.list(req)
  if not plugin:permits("site.update") then return nil end
  local site <const> = acts.site.read{}
  local columns <const> = tree.all()
  if not site or not columns then return nil end
  local list <const> = {}
  if #columns == 0 then
    add(list, "columns", "/desk/columns", true)
  elseif not acts.live.list{ limit = 1 }.entries[1] then
    add(list, "entries", "/desk/entries", true)
  else
    outdated(req, list, site)
  end
  local steps <const> = plugin:permits("workflow.read") and unstaffed()
  if steps then
    add(list, "reviewers", "/desk/workflow", true, { steps = steps })
  end
  theme_fails(list)
  lacking(list, site)
  return #list > 0 and { list = list, profile = site.profile } or nil
end

return ready
