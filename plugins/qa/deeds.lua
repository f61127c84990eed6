-- What staff do with a question from its page in the desk.
local plugin <const> = ...
local answer <const> = require "qa.answer"
local desk <const> = require "qa.desk"

local cms <const> = plugin.cms

-- A route POST /desk/qa/ID/NAME.  `act` gets the request, the receipt and the
-- form's values, and answers something, or nil and a fault.
local function deed(name, schema, act)
  plugin:route("qa.desk." .. name, "POST /desk/qa/{id:int}/" .. name,
    { permission = "receipt.list" }, function(req)
      local id <const> = req.params.id
      local form <const>, bad <const> = req:form(schema)
      if not form then
        return desk.page(req, id, { act = name, typed = req.form_fields,
          bad = bad, message = req:t("qa.ask.problems"), status = 422 })
      end
      local receipt, err = cms.receipt.read{ id = id }
      local done = receipt
      if receipt then done, err = act(req, receipt, form) end
      if done then
        return req:redirect("/desk/qa/" .. id .. "?done=" ..
          (form.submit and "submitted" or "saved"))
      end
      if err.status == 404 then return nil, err end
      return desk.page(req, id, { act = name, typed = req.form_fields,
        bad = err.field and { [err.field] = err.message } or {},
        message = err.message, status = err.status })
    end)
end

-- An entry moves with a save, and its receipt with it.
local function move(receipt, column)
  if not column or column == receipt.column then return true end
  if not receipt.entry then
    return cms.receipt.update{ id = receipt.id, column = column }
  end
  local entry <const>, err <const> = cms.entry.read{ id = receipt.entry }
  if not entry then return nil, err end
  return cms.entry.save{ id = receipt.entry, base_revision = entry.revision,
    column = column }
end

deed("accept", { column = { "line" }, unit = { "line", max = 100 } },
  function(_, receipt, form)
    local state <const> = receipt.state == "received" and "accepted" or nil
    local done <const>, err <const> = cms.receipt.update{ id = receipt.id,
      state = state, unit = form.unit or "" }
    if not done then return nil, err end
    return move(receipt, form.column)
  end)

local ANSWER <const> = { title = { "line", max = 100, required = true },
  question = { "text", max = 4000, required = true },
  category = { "line", max = 20 }, answered_by = { "line", max = 60 },
  answer = { "text", max = 20000 }, base_revision = { "int", required = true },
  secrecy_checked = { "bool" }, submit = { "bool" } }

local function save(receipt, form)
  return cms.entry.save{ id = receipt.entry,
    base_revision = form.base_revision, title = form.title,
    question = form.question, category = form.category or "",
    answered_by = form.answered_by or "",
    body = answer.to_html(form.answer or "") }
end

deed("answer", ANSWER, function(req, receipt, form)
  if form.submit and not form.answer then
    return nil, { status = 422, field = "answer",
      message = req:t("qa.answer.missing") }
  end
  if not receipt.entry then
    return nil, { status = 409, message = req:t("qa.desk.no_entry") }
  end
  local saved, err = save(receipt, form)
  if saved and receipt.state == "received" then
    saved, err = cms.receipt.update{ id = receipt.id, state = "accepted" }
  end
  if not saved or not form.submit then return saved, err end
  return cms.entry.submit{ id = receipt.entry,
    secrecy_checked = form.secrecy_checked or false }
end)

-- A decision ends the matter: its draft isn't wanted any more.
local function decide(receipt, input)
  input.id = receipt.id
  local done <const>, err <const> = cms.receipt.update(input)
  if not done or not receipt.entry or receipt.entry_state == "trash" then
    return done, err
  end
  return cms.entry.trash{ id = receipt.entry }
end

deed("withhold", { outcome = { "line", max = 60, required = true },
  reply = { "text", max = 5000, required = true } },
  function(_, receipt, form)
    return decide(receipt, { state = "withheld", outcome = form.outcome,
      reply = form.reply })
  end)

deed("reply", { reply = { "text", max = 5000, required = true } },
  function(_, receipt, form)
    return decide(receipt, { state = "answered", reply = form.reply })
  end)

deed("extend", { days = { "int", min = 1, max = 90, required = true } },
  function(_, receipt, form)
    local from <const> = math.max(receipt.due_at or 0, plugin:now())
    return cms.receipt.update{ id = receipt.id,
      due_at = plugin:calendar():add_working_days(from, form.days) }
  end)

deed("erase", { reason = { "text", max = 500, required = true } },
  function(_, receipt, form)
    return cms.receipt.erase{ id = receipt.id, reason = form.reason }
  end)

deed("reopen", {}, function(_, receipt)
  local done <const>, err <const> = cms.receipt.update{ id = receipt.id,
    state = "accepted" }
  if not done or receipt.entry_state ~= "trash" then return done, err end
  return cms.entry.untrash{ id = receipt.entry }
end)

return true
