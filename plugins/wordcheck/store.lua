-- Lists and rules in the plugin's tables.  Lists that come with the plugin are
-- read from lists/*.csv when it is new or newer than what is there.
local plugin <const> = ...
local db <const>, words <const> = plugin.db, plugin.words

local store <const> = {}

store.SEVERITIES = { "note", "warn", "block" }

-- The bit of each folding, and all of them.
local FOLD_ALL <const> = (1 << #words.folds) - 1

local SHIPPED <const> = {
  { name = "personal", title = "个人信息" },
  { name = "secrecy", title = "密级和内部标志" },
  { name = "demeaning", title = "贬称" },
  { name = "vulgar", title = "粗话" },
  -- A wrong word is wrong in one form: looser readings would only guess.
  { name = "misspelling", title = "错别字", without = { "reversed", "pinyin",
    "inserted", "gaps" } },
  { name = "contexts", title = "正常语境（其中的字词不算）" },
}

local function fold_of(without)
  local fold = FOLD_ALL
  for i, name in ipairs(words.folds) do
    for _, left in ipairs(without or {}) do
      if left == name then fold = fold & ~(1 << (i - 1)) end
    end
  end
  return fold
end

function store.raise()
  return db:run("UPDATE wordcheck_state SET generation = generation + 1")
end

-- Rules as rows { rule, kind, severity, suggestion, reason } into a list; what
-- is there already is replaced.  In the caller's transaction.
function store.put(list, rows)
  for from = 1, #rows, 2000 do
    local part <const> = cms.array(table.move(rows, from,
      math.min(from + 1999, #rows), 1, {}))
    local done <const>, err <const> = db:run([[
      INSERT INTO wordcheck_rule (list, kind, rule, severity, suggestion, reason)
      SELECT :list, value ->> 'kind', value ->> 'rule', value ->> 'severity',
        coalesce(value ->> 'suggestion', ''), coalesce(value ->> 'reason', '')
      FROM json_each(:rows) WHERE true
      ON CONFLICT (list, kind, rule) DO UPDATE SET severity = excluded.severity,
        suggestion = excluded.suggestion, reason = excluded.reason]],
      { list = list, rows = part })
    if not done then return nil, err end
  end
  return true
end

local function shipped_rows(name)
  local rows <const> = {}
  local csv <const> = plugin:csv(plugin:file("lists/" .. name .. ".csv"))
  for i = 2, #csv do
    local r <const> = csv[i]
    if #r >= 5 then
      rows[#rows + 1] = { rule = r[1], kind = r[2], severity = r[3],
        suggestion = r[4], reason = r[5], version = r[6] }
    end
  end
  return rows
end

-- A list's switches stay as they were set.
local function ship(list)
  local rows <const> = shipped_rows(list.name)
  local done, err = db:run([[
    INSERT INTO wordcheck_list (name, title, version, shipped, fold, updated_at,
      updated_by) VALUES (:name, :title, :version, 1, :fold, :now, '')
    ON CONFLICT (name) DO UPDATE SET title = excluded.title, shipped = 1,
      version = excluded.version, updated_at = excluded.updated_at]],
    { name = list.name, title = list.title, version = rows[1].version,
    fold = fold_of(list.without), now = plugin:now() })
  if not done then return nil, err end
  local id <const> = store.by_name(list.name).id
  done, err = db:run("DELETE FROM wordcheck_rule WHERE list = :id", { id = id })
  if not done then return nil, err end
  return store.put(id, rows)
end

-- Brings the shipped lists up to this version of the plugin.
function store.ensure()
  local state <const> = db:one("SELECT shipped FROM wordcheck_state")
  if state.shipped == plugin.version then return true end
  return db:transaction(function()
    for _, list in ipairs(SHIPPED) do
      local done <const>, err <const> = ship(list)
      if not done then return nil, err end
    end
    db:run("UPDATE wordcheck_state SET shipped = :v, generation = generation + 1",
      { v = plugin.version })
    return true
  end)
end

local LISTS <const> = [[
  SELECT l.id, l.name, l.title, l.version, l.shipped, l.enabled, l.fold,
    l.updated_at, l.updated_by, count(r.id) AS rules
  FROM wordcheck_list l LEFT JOIN wordcheck_rule r ON r.list = l.id]]

function store.lists()
  return db:all(LISTS .. " GROUP BY l.id ORDER BY l.shipped DESC, l.id")
end

function store.list(id)
  return db:one(LISTS .. " WHERE l.id = :id GROUP BY l.id", { id = id })
end

function store.by_name(name)
  return db:one("SELECT id, name, title, shipped FROM wordcheck_list " ..
    "WHERE name = :name", { name = name })
end

-- A list of the site's own, made where there is none of that name.
function store.own(name, title, version, by)
  local list <const> = store.by_name(name)
  if list then
    db:run("UPDATE wordcheck_list SET version = :v, updated_at = :now, " ..
      "updated_by = :by WHERE id = :id", { id = list.id, v = version,
      now = plugin:now(), by = by })
    return list.id
  end
  return db:insert([[
    INSERT INTO wordcheck_list (name, title, version, fold, updated_at, updated_by)
    VALUES (:name, :title, :version, :fold, :now, :by)]], { name = name,
    title = title, version = version, fold = FOLD_ALL, now = plugin:now(),
    by = by })
end

-- Switches: enabled, and the names of the foldings that are on; `by` whom.
function store.switch(id, enabled, folds, by)
  local fold = 0
  for i, name in ipairs(words.folds) do
    if folds[name] then fold = fold | (1 << (i - 1)) end
  end
  db:run("UPDATE wordcheck_list SET enabled = :enabled, fold = :fold, " ..
    "updated_at = :now, updated_by = :by WHERE id = :id", { id = id,
    enabled = enabled and 1 or 0, fold = fold, now = plugin:now(), by = by })
  return store.raise()
end

function store.folds(list)
  local out <const> = {}
  for i, name in ipairs(words.folds) do
    out[i] = { name = name, on = list.fold & (1 << (i - 1)) ~= 0 }
  end
  return out
end

return store
