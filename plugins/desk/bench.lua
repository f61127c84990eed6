-- The workbench: what waits for me, what is overdue, what I am writing, what
-- came back and why.
local plugin <const> = ...
local page <const> = require "desk.page"
local ready <const> = require "desk.ready"
local resets <const> = require "desk.resets"

local cms <const> = plugin.cms

local SHOWN <const> = 6		-- rows of a card
local COUNTED <const> = 100	-- a figure says "100+" beyond

local function mine(state, limit)
  local list <const> = cms.entry.list{ mine = true, state = state,
    limit = limit }
  return list or { entries = {} }
end

local function figure(list)
  return #list.entries .. (list.next and "+" or "")
end

local function first(list)
  local rows <const> = {}
  for i = 1, math.min(SHOWN, #list.entries) do rows[i] = list.entries[i] end
  return rows
end

-- Who returned it and why stands in the entry itself.
local function with_reasons(rows)
  for _, row in ipairs(rows) do
    local entry <const> = cms.entry.read{ id = row.id }
    row.returned = entry and entry.returned
  end
  return rows
end

-- How many of the queue have to be done today.
local function due_today(queue)
  local n = 0
  for _, row in ipairs(queue.entries) do
    if row.days_left == 0 and not row.overdue then n = n + 1 end
  end
  return n
end

local function author_part(view)
  local drafts <const> = mine("draft", COUNTED)
  local returned <const> = mine("returned", COUNTED)
  view.drafts, view.returned = first(drafts), with_reasons(first(returned))
  view.figures = {
    { key = "draft", n = figure(drafts) },
    { key = "returned", n = figure(returned) },
    { key = "review", n = figure(mine("review", COUNTED)) },
    { key = "published", n = figure(mine("published", COUNTED)) },
  }
end

-- Plugins that the site uses and that are out of order, for who can help: what
-- one of them has to check first isn't submitted until then.
local function out_of_order()
  local list <const> = plugin:permits("plugin.list") and cms.plugin.list{}
  local rows <const> = {}
  for _, p in ipairs(list and list.plugins or {}) do
    if p.state == "quarantined" or p.listed and
        (p.state == "broken" or p.state == "missing") then
      rows[#rows + 1] = { name = p.name, title = p.title, state = p.state }
    end
  end
  return rows
end

page.route("bench", "GET /desk/", function(req)
  local view <const> = { can_create = plugin:permits("entry.create"),
    can_review = plugin:permits("entry.queue"), figures = {},
    reset = resets.own(), to_give = resets.waiting(),
    ready = ready.list(req) or false, faulty = out_of_order() }
  if view.can_create then author_part(view) end
  if view.can_review then
    local queue <const>, err <const> = cms.entry.queue{ limit = COUNTED }
    if not queue then return nil, err end
    view.queue, view.today = first(queue), due_today(queue)
    table.insert(view.figures, 1, { key = "queue", n = figure(queue) })
  end
  local overdue <const>, fault <const> = page.overdue()
  if overdue == nil then return nil, fault end
  view.overdue = overdue
  return page.render(req, "bench", { active = "bench",
    title = req:t("desk.menu.bench") }, view)
end)

plugin:route("desk.home", "GET /desk", { permission = "public" },
  function(req) return req:redirect("/desk/") end)

return true
