-- The staff's pages: what readers found, and what became of it.
local plugin <const> = ...
local cms <const> = plugin.cms

local KIND <const> = "correction"
local SHOWN <const> = 99
local OUTCOMES <const> = { "corrected", "kept", "other" }
local DECISION <const> = {
  outcome = { "choice", choices = OUTCOMES, required = true },
  reply = { "text", max = 1000, required = true },
}

local function waiting()
  local out <const> = cms.receipt.list{ kind = KIND, open = true, limit = SHOWN }
  if not out or #out.receipts == 0 then return nil end
  return #out.receipts .. (out.next and "+" or "")
end

plugin:hook("desk.menu", function(event)
  if not plugin:permits("receipt.list") then return end
  table.insert(event.items, { key = "correction.desk.menu", position = 46,
    url = "/desk/corrections", act = "receipt.list", count = waiting() })
end)

plugin:route("correction.desk", "GET /desk/corrections",
  { permission = "receipt.list" }, function(req)
    local all <const> = req.query.state == "all"
    local out <const>, err <const> = cms.receipt.list{ kind = KIND,
      open = not all or nil, cursor = req.query.cursor }
    if not out then return nil, err end
    return req:render("correction/desk/list", {
      title = req:t("correction.desk.title"), receipts = out.receipts,
      all = all, more = out.next and "/desk/corrections?" ..
        (all and "state=all&" or "") .. "cursor=" .. out.next or false })
  end)

local function load(id)
  local receipt <const>, err <const> = cms.receipt.read{ id = id }
  if not receipt then return nil, err end
  if receipt.kind ~= KIND then
    return nil, { code = "page.unknown", status = 404 }
  end
  return receipt
end

local function view_of(receipt)
  local may <const> = {}
  for _, act in ipairs(receipt.allowed) do may[act] = true end
  local c <const> = receipt.content
  local live <const> = plugin.db:one(
    "SELECT revision FROM live WHERE entry = :id", { id = c.entry })
  local entry <const> = cms.entry.read{ id = c.entry }
  return { receipt = receipt, entry = entry or false,
    live = live and c.url or false,
    changed = live and live.revision ~= c.revision or false,
    open = not receipt.closed_at, outcomes = OUTCOMES,
    decide = may["receipt.decide"] or false }
end

local function page(req, receipt, refused)
  local view <const> = view_of(receipt)
  refused = refused or {}
  view.title = req:t("correction.desk.one")
  view.problem = refused.message or false
  view.typed, view.bad = refused.typed or {}, refused.bad or {}
  return req:render("correction/desk/one", view, refused.status)
end

plugin:route("correction.desk.read", "GET /desk/corrections/{id:int}",
  { permission = "receipt.list" }, function(req)
    local receipt <const>, err <const> = load(req.params.id)
    if not receipt then return nil, err end
    return page(req, receipt)
  end)

plugin:route("correction.desk.decide", "POST /desk/corrections/{id:int}/decide",
  { permission = "receipt.list" }, function(req)
    local receipt, err = load(req.params.id)
    if not receipt then return nil, err end
    local form <const>, bad <const> = req:form(DECISION)
    if not form then
      return page(req, receipt, { typed = req.form_fields, bad = bad,
        message = req:t("correction.problems"), status = 422 })
    end
    local done
    done, err = cms.receipt.update{ id = receipt.id, state = "answered",
      outcome = form.outcome, reply = form.reply }
    if not done then
      return page(req, receipt, { typed = req.form_fields, status = err.status,
        message = err.message, bad = err.field and
          { [err.field] = err.message } or {} })
    end
    return req:redirect("/desk/corrections/" .. receipt.id .. "?done=saved")
  end)

return true
