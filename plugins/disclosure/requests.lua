-- Requests for disclosure as rows of disclosure_request: made, moved along,
-- counted, and emptied of what is personal when their time is over.
local plugin <const> = ...
local limits <const> = require "disclosure.limits"
local places <const> = require "disclosure.places"
local rules <const> = require "disclosure.rules"

local requests <const> = {}
local db <const> = plugin.db

requests.PAGE = 30

-- The row with its state, what may be done, and whether it is late.
local function dressed(row)
  if not row then return nil end
  local now <const> = plugin:now()
  row.state = limits.state(row)
  row.overdue = limits.overdue(row, now)
  row.allowed = limits.allowed(row, now)
  row.partial = row.partial == 1
  return row
end

function requests.find(id)
  return dressed(db:one("SELECT * FROM disclosure_request WHERE id = :id",
    { id = id }))
end

function requests.by_receipt(receipt)
  return dressed(db:one(
    "SELECT * FROM disclosure_request WHERE receipt = :receipt",
    { receipt = receipt }))
end

-- Keeps what a visitor sent; the core gives the code.  The receipt itself
-- holds nothing that tells of a person.  paper: staff enter it, who change no
-- word of it; form.received_at says when it arrived.
function requests.make(form, title, paper)
  local config <const> = plugin.config
  local now <const> = form.received_at or plugin:now()
  local calendar <const>, column <const> = plugin:calendar(), places.column()
  if not column then
    return nil, { status = 503, code = "column.unknown",
      message = plugin:t("disclosure.ask.closed") }
  end
  local due <const> = limits.answer_due(calendar, config, now)
  local id, err = db:insert([[INSERT INTO disclosure_request (applicant, name,
    contact, wish, form, received_at, notice_due, due_at) VALUES (:applicant,
    :name, :contact, :wish, :form, :now, :notice_due, :due)]], {
    applicant = form.applicant, name = form.name, contact = form.contact,
    wish = form.wish, form = form.form, now = now, due = due,
    notice_due = limits.notice_due(calendar, config, now) })
  if not id then return nil, err end
  local receipt
  receipt, err = plugin.cms:receive("disclosure.request", {
    column = column, title = title, content = {},
    check = not paper and { wish = form.wish } or nil,
    days = math.max(1, calendar:working_days_between(plugin:now(), due)) })
  if not receipt then
    db:run("DELETE FROM disclosure_request WHERE id = :id", { id = id })
    return nil, err
  end
  db:run("UPDATE disclosure_request SET receipt = :receipt WHERE id = :id",
    { receipt = receipt.id, id = id })
  return { id = id, code = receipt.code, due_at = due }
end

-- What waits, the most urgent first; or what is closed, newest first.
function requests.list(closed, offset)
  local rows <const> = db:all(closed and [[
    SELECT * FROM disclosure_request WHERE closed_at IS NOT NULL
    AND receipt IS NOT NULL ORDER BY closed_at DESC, id DESC
    LIMIT :limit OFFSET :offset]] or [[
    SELECT * FROM disclosure_request WHERE closed_at IS NULL
    AND receipt IS NOT NULL ORDER BY due_at, id
    LIMIT :limit OFFSET :offset]],
    { limit = requests.PAGE + 1, offset = offset })
  for _, row in ipairs(rows) do dressed(row) end
  return rows
end

function requests.counts()
  return db:one([[SELECT coalesce(sum(closed_at IS NULL), 0) AS open,
    coalesce(sum(closed_at IS NULL AND due_at < :now
      AND (notice_at IS NULL OR corrected_at IS NOT NULL)), 0) AS overdue
    FROM disclosure_request WHERE receipt IS NOT NULL]],
    { now = plugin:now() })
end

-- Each moves the request in one statement that holds its own condition: of two
-- who do the same at once, one does it.  True, or false where it was too late.
local function moved(sql, params)
  return db:run("UPDATE disclosure_request SET " .. sql, params) == 1
end

function requests.accept(id)
  return moved([[accepted_at = :now WHERE id = :id AND accepted_at IS NULL
    AND closed_at IS NULL]], { id = id, now = plugin:now() })
end

function requests.notice(id, text)
  return moved([[notice_at = :now, notice = :text,
    accepted_at = coalesce(accepted_at, :now) WHERE id = :id
    AND notice_at IS NULL AND closed_at IS NULL AND notice_due >= :now]],
    { id = id, text = text, now = plugin:now() })
end

-- The time for the answer begins anew with the corrected text, and with it the
-- time by which it was extended before.
function requests.correct(request, text)
  local now <const> = plugin:now()
  return moved([[corrected_at = :now, due_at = :due,
    wish = wish || char(10, 10) || :text WHERE id = :id
    AND notice_at IS NOT NULL AND corrected_at IS NULL AND closed_at IS NULL]],
    { id = request.id, now = now, text = text,
    due = limits.answer_due(plugin:calendar(), plugin.config, now,
      request.extended_at) })
end

-- Not while the applicant corrects it: no time runs that could be extended.
function requests.extend(request, text)
  local now <const> = plugin:now()
  return moved([[extended_at = :now, extension = :text, due_at = :due
    WHERE id = :id AND extended_at IS NULL AND closed_at IS NULL
    AND (notice_at IS NULL OR corrected_at IS NOT NULL)
    AND due_at >= :now]], { id = request.id, now = now, text = text,
    due = limits.answer_due(plugin:calendar(), plugin.config,
      request.corrected_at or request.received_at, true) })
end

-- form: kind, partial, reason, reply.
function requests.close(id, form, by)
  return moved([[reply_kind = :kind, partial = :partial, reason = :reason,
    reply = :reply, closed_at = :now, closed_by = :by,
    accepted_at = coalesce(accepted_at, :now)
    WHERE id = :id AND closed_at IS NULL]], { id = id, kind = form.kind,
    partial = form.partial and 1 or 0, reason = form.reason or "",
    reply = form.reply or "", now = plugin:now(), by = by })
end

-- Empties what is personal in what was closed `retention_days` ago, and takes
-- away what never got a code.  How many were emptied.
function requests.purge()
  local now <const> = plugin:now()
  db:run([[DELETE FROM disclosure_request WHERE receipt IS NULL
    AND received_at < :old]], { old = now - 3600 })
  return db:run([[UPDATE disclosure_request SET purged_at = :now, name = '',
    contact = '', wish = '', notice = '', extension = '', reason = '',
    reply = '', closed_by = '' WHERE purged_at IS NULL AND closed_at < :old]],
    { now = now, old = now - plugin.config.retention_days * 86400 })
end

-- What a year brought (its first and its last second): requests carried over,
-- received, closed by kind of reply, still open at its end.
function requests.totals(first, last)
  local row <const> = db:one([[SELECT
    coalesce(sum(received_at < :first AND
      (closed_at IS NULL OR closed_at >= :first)), 0) AS carried,
    coalesce(sum(received_at BETWEEN :first AND :last), 0) AS received,
    coalesce(sum(received_at <= :last AND
      (closed_at IS NULL OR closed_at > :last)), 0) AS pending,
    coalesce(sum(closed_at BETWEEN :first AND :last), 0) AS closed,
    coalesce(sum(closed_at BETWEEN :first AND :last
      AND closed_at > due_at), 0) AS late
    FROM disclosure_request WHERE receipt IS NOT NULL]],
    { first = first, last = last })
  for _, list in ipairs{ rules.replies, rules.ends } do
    for _, kind in ipairs(list) do row[kind.key] = 0 end
  end
  row.partial = 0
  for _, group in ipairs(db:all([[SELECT CASE WHEN partial THEN 'partial'
      ELSE reply_kind END AS kind, count(*) AS n FROM disclosure_request
      WHERE receipt IS NOT NULL AND closed_at BETWEEN :first AND :last
      GROUP BY 1]], { first = first, last = last })) do
    row[group.kind] = group.n
  end
  return row
end

return requests
