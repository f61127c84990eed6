-- The staff's pages of questions: what waits, and one with all that can be
-- done about it (deeds.lua).
local plugin <const> = ...
local address <const> = require "cms.address"
local answer <const> = require "qa.answer"
local questions <const> = require "qa.questions"
local reasons <const> = require "qa.reasons"

local desk <const> = {}
local null <const> = cms.null
local cms <const> = plugin.cms
local KIND <const> = "qa.question"
local SHOWN <const> = 99
local STATES <const> = { received = true, accepted = true, review = true,
  answered = true, withheld = true, closed = true }

-- A page in the frame of the desk; the view reaches the template as v.
function desk.render(req, template, title, view, problem, status)
  return req:render("qa/desk/" .. template, { title = title, v = view,
    problem = problem or false }, status)
end

local function waiting()
  local out <const> = cms.receipt.list{ kind = KIND, open = true, limit = SHOWN }
  if not out or #out.receipts == 0 then return nil end
  return #out.receipts .. (out.next and "+" or "")
end

plugin:hook("desk.menu", function(event)
  if not plugin:permits("receipt.list") then return end
  table.insert(event.items, { key = "qa.desk.menu", url = "/desk/qa",
    act = "receipt.list", position = 44, count = waiting() })
end)

local function text(v, max)
  if type(v) ~= "string" then return nil end
  v = v:match("^%s*(.-)%s*$")
  if v == "" or (utf8.len(v) or max + 1) > max then return nil end
  return v
end

local NAMES <const> = { "state", "text", "cursor" }

plugin:route("qa.desk", "GET /desk/qa", { permission = "receipt.list" },
  function(req)
    local state <const> = STATES[req.query.state] and req.query.state or
      req.query.state == "all" and "all" or nil
    local f <const> = { state = state, text = text(req.query.text, 100) }
    local out <const>, err <const> = cms.receipt.list{ kind = KIND,
      open = not state or nil, state = STATES[state] and state or nil,
      text = f.text, cursor = text(req.query.cursor, 60) }
    if not out then return nil, err end
    return desk.render(req, "list", req:t("qa.desk.title"), {
      receipts = out.receipts, state = state or "", text = f.text or "",
      next = out.next and address.with("/desk/qa", NAMES, {
        state = state, text = f.text, cursor = out.next }) or false })
  end)

-- For the form of who is in charge: the columns of questions; and the
-- organisations whose the site's columns are, by the first id in their path.
local function columns(ours)
  local list <const> = {}
  local function add(tree)
    for _, c in ipairs(tree) do
      if c.type == "question" then list[#list + 1] = c end
      if c.unit and c.unit ~= null then ours[c.unit] = true end
      add(c.children or {})
    end
  end
  local out <const> = cms.column.list{}
  add(out and out.columns or {})
  return list
end

local function root(unit) return unit.path:match("^/(%d+)/") end

-- Names of the units of those organisations: other sites of the server have
-- others.  All of them where no column is anybody's.
local function units(ours)
  local out <const> = cms.unit.list{}
  local all <const> = out and out.units or {}
  local list <const>, roots <const> = {}, {}
  for _, u in ipairs(all) do
    if ours[u.id] then roots[root(u)] = true end
  end
  for _, u in ipairs(all) do
    if not next(roots) or roots[root(u)] then list[#list + 1] = u.name end
  end
  return list
end

local OPEN <const> = { received = true, accepted = true, review = true }
local EDITED <const> = { draft = true, returned = true, withdrawn = true }

-- What the short form starts with; `rich` where it would lose something.
local function draft(entry, receipt)
  local content <const> = entry.content
  local plain <const> = answer.to_text(content.body)
  return { title = content.title, question = content.question,
    category = content.category, answer = plain or "", rich = not plain,
    answered_by = content.answered_by ~= "" and content.answered_by or
      receipt.unit, base_revision = entry.revision }
end

local function view_of(id)
  local receipt <const>, err <const> = cms.receipt.read{ id = id }
  if not receipt then return nil, err end
  if receipt.kind ~= KIND then
    return nil, { code = "page.unknown", status = 404 }
  end
  local may <const> = {}
  for _, act in ipairs(receipt.allowed) do may[act] = true end
  local entry <const> = receipt.entry and cms.entry.read{ id = receipt.entry }
  local open <const> = OPEN[receipt.state] or false
  local ours <const> = {}
  local in_columns <const> = columns(ours)
  return { receipt = receipt, entry = entry or false, open = open,
    live = entry and entry.live and entry.live_url or false,
    draft = entry and open and EDITED[entry.state] and
      draft(entry, receipt) or false,
    decide = open and may["receipt.decide"] or false,
    reopen = not open and may["receipt.decide"] and not receipt.live,
    erase = not open and may["receipt.erase"] and not receipt.entry or false,
    columns = in_columns, units = units(ours), reasons = reasons,
    categories = questions.categories() }
end

-- The page; `typed` and `bad` are of the form that was refused.
function desk.page(req, id, refused)
  local view <const>, err <const> = view_of(id)
  if not view then return nil, err end
  refused = refused or {}
  view.typed, view.bad = refused.typed or {}, refused.bad or {}
  view.act = refused.act or ""
  return desk.render(req, "question", view.receipt.title, view,
    refused.message, refused.status)
end

plugin:route("qa.desk.read", "GET /desk/qa/{id:int}",
  { permission = "receipt.list" }, function(req)
    return desk.page(req, req.params.id)
  end)

return desk
