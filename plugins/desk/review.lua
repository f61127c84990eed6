-- What waits for a reviewer, and the page on which it is passed or returned.
local plugin <const> = ...
local checks <const> = require "desk.checks"
local compare <const> = require "desk.compare"
local entries <const> = require "desk.entries"
local page <const> = require "desk.page"

local cms <const> = plugin.cms
local VIEWS <const> = { diff = true, both = true, text = true }

page.route("review", "GET /desk/review", function(req)
  local queue <const>, err <const> = cms.entry.queue{ cursor = req.query.cursor }
  if not queue then return nil, err end
  return page.render(req, "queue", { active = "review",
    title = req:t("desk.menu.review") }, { entries = queue.entries,
    next = queue.next and "/desk/review?cursor=" .. queue.next,
    start = req.query.cursor ~= nil })
end)

-- What people said while it went through its steps.
local function comments(events)
  local out <const> = {}
  for _, event in ipairs(events) do
    local said <const> = event.act == "entry.approve" or
      event.act == "entry.return" or event.act == "entry.submit"
    if said and (event.comment or "") ~= "" then out[#out + 1] = event end
  end
  return out
end

-- Where it can be returned to: the author, and the steps before this one.
local function return_to(entry)
  local out <const> = {}
  for _, step in ipairs(entry.steps) do
    if entry.state == "approved" or step.number < entry.step then
      out[#out + 1] = step
    end
  end
  return out
end

-- The title of the step behind this one; nil behind the last.
local function next_step(entry)
  local step <const> = entry.steps[entry.step + 1]
  return step and step.title
end

local function both(id, entry, pair)
  local old, err = cms.entry.revision{ id = id, revision = pair.from.revision }
  if not old then return nil, err end
  local new
  new, err = cms.entry.revision{ id = id, revision = pair.to.revision }
  if not new then return nil, err end
  return { old = old.content, new = new.content, title = entry.title }
end

-- more: problem, typed, status.
local function review_page(req, id, more)
  local entry, err = entries.read(id)
  if not entry then return nil, err end
  local history, pair, sides
  history, err = cms.entry.history{ id = id }
  if not history then return nil, err end
  pair, err = compare.read(id, req.query, history.events, true)
  if not pair then return nil, err end
  local view = VIEWS[req.query.view] and req.query.view or "diff"
  if not pair.diff then view = "text" end
  if view == "both" then
    sides, err = both(id, entry, pair)
    if not sides then return nil, err end
  end
  return page.render(req, "review", { active = "review", title = entry.title,
    problem = more.problem }, {
    entry = entry, panels = page.panels(entry, entry.revision),
    pair = pair, view = view, sides = sides,
    comments = comments(history.events), checks = checks.run(entry.content,
      entry.secrecy_checked ~= false),
    length = checks.length(entry.content.body or ""),
    returns = return_to(entry), next_step = next_step(entry),
    typed = more.typed or {}, events = history.events }, more.status)
end

page.route("review.entry", "GET /desk/review/{id:int}", function(req)
  return review_page(req, req.params.id, {})
end)

local function text(v)
  return type(v) == "string" and v or ""
end

page.route("review.approve", "POST /desk/review/{id:int}/approve", function(req)
  local id <const>, fields <const> = req.params.id, req.form_fields
  local out <const>, err <const> = cms.entry.approve{ id = id,
    hash = text(fields.hash), comment = text(fields.comment),
    secrecy_checked = fields.secrecy_checked == "1" }
  if out then
    return page.done(req, "/desk/review",
      out.state == "published" and "published" or "approved")
  end
  return review_page(req, id, { problem = err, typed = fields,
    status = err.status })
end)

page.route("review.return", "POST /desk/review/{id:int}/return", function(req)
  local id <const>, fields <const> = req.params.id, req.form_fields
  local out <const>, err <const> = cms.entry["return"]{ id = id,
    to = math.tointeger(tonumber(text(fields.to))) or -1,
    reason = text(fields.reason) }
  if out then return page.done(req, "/desk/review", "returned") end
  return review_page(req, id, { problem = err, typed = fields,
    status = err.status })
end)

return true
