-- What authors ask to keep.  It goes by the text's hash, so that another text
-- needs another decision.  Reviewers of the column decide about drafts, which
-- they can't read yet: an appeal holds the passages that it is about, what
-- stands around them, and who wrote the text.
local plugin <const> = ...
local check <const> = require "wordcheck.check"
local db <const>, act <const> = plugin.db, plugin.cms

local appeals <const> = {}

local SHOWN <const> = 50	-- what entry.list takes at once
local AROUND <const> = 30	-- characters before and after a passage
local MAY <const> = "wordcheck.override"

local ROWS <const> = [[SELECT a.*, k.title AS column_title
  FROM wordcheck_appeal a LEFT JOIN "column" k ON k.id = a."column"]]

function appeals.of(entry)
  return db:one("SELECT * FROM wordcheck_appeal WHERE entry = :id AND " ..
    "hash = :hash", { id = entry.id, hash = entry.hash })
end

-- The ids of who wrote or edited it, whichever revision; or nil and the error.
local function people(entry)
  local out <const> = cms.array{ entry.author.id }
  local all <const>, err <const> = act.entry.revisions{ id = entry.id }
  if not all then return nil, err end
  for _, r in ipairs(all.revisions) do out[#out + 1] = r.by_id end
  return out
end

local function among(list, id)
  for _, v in ipairs(list) do
    if v == id then return true end
  end
  return false
end

local function column_id(path)
  local row <const> = db:one('SELECT id FROM "column" WHERE path = :path',
    { path = path })
  return row and row.id or 0
end

-- Who may decide about an entry that they may read: whoever has the right in
-- its column, but never one who wrote or edited it.
function appeals.decides(user, entry)
  if not plugin:permits(MAY, column_id(entry.column)) then return false end
  local who <const> = people(entry)
  return who ~= nil and not among(who, user)
end

-- Files one for the text as it is; what was decided already stays.
function appeals.file(entry, note, by)
  local who <const>, err <const> = people(entry)
  if not who then return nil, err end
  check.ensure()
  local found <const> = check.entry(entry.type, entry.content, AROUND)
  return db:run([[
    INSERT INTO wordcheck_appeal (entry, title, hash, note, by_id, by_name, at,
      "column", passages, people)
    VALUES (:id, :title, :hash, :note, :user, :name, :now, :column, :passages,
      :people)
    ON CONFLICT (entry, hash) DO UPDATE SET note = excluded.note,
      at = excluded.at, "column" = excluded."column",
      passages = excluded.passages, people = excluded.people
    WHERE decision = '']], { id = entry.id, title = entry.title,
    hash = entry.hash, note = note, user = by.id, name = by.display,
    now = plugin:now(), column = column_id(entry.column),
    passages = cms.array(check.of(found.hits, "block")), people = who })
end

-- One that the user may decide about, with its passages; nil where there is
-- none; own: the user wrote the text.
function appeals.one(id, user)
  local row <const> = db:one(ROWS .. " WHERE a.id = :id", { id = id })
  if not row or not plugin:permits(MAY, row.column) then return nil end
  row.passages = db:all([[SELECT value ->> 'text' AS text,
    value ->> 'before' AS before, value ->> 'after' AS after,
    value ->> 'field' AS field, value ->> 'label' AS label,
    value ->> 'kind' AS kind, value ->> 'rule' AS rule,
    value ->> 'reason' AS reason FROM json_each(:list)]],
    { list = row.passages })
  row.own = #db:all("SELECT 1 FROM json_each(:list) WHERE value = :user",
    { list = row.people, user = user }) > 0
  return row
end

-- Rows for the one who asks, those that wait first; `all`: decided ones, too.
-- Title and note tell of a draft: they are for who may decide in its column
-- (row.decides), and for who may read the entry.
function appeals.list(all)
  local rows <const> = db:all(ROWS .. " WHERE a.decision = '' OR :all " ..
    "ORDER BY a.decision <> '', a.at DESC LIMIT :n",
    { all = all and 1 or 0, n = SHOWN })
  local ask <const>, readable <const> = cms.array{}, {}
  for _, row in ipairs(rows) do
    row.decides = plugin:permits(MAY, row.column)
    if not row.decides then ask[#ask + 1] = tostring(row.entry) end
  end
  local out <const> = #ask > 0 and act.entry.list{ among = ask, limit = SHOWN }
  for _, entry in ipairs(out and out.entries or {}) do readable[entry.id] = true end
  local mine <const> = {}
  for _, row in ipairs(rows) do
    if row.decides or readable[row.entry] then mine[#mine + 1] = row end
  end
  return mine
end

return appeals
