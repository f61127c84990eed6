-- The table of terms, made from what is live.  Writing happens in the staff
-- lane and the clerk; visitors read.
local plugin <const> = ...
local db <const> = plugin.db

local terms <const> = {}
local BATCH <const> = 200	-- entries of one round of the job

local function fold(text) return text:lower() end
terms.fold = fold

-- How a term is sorted: by its own pinyin, else as it is read.
local function reading(content)
  local own <const> = (content.pinyin or ""):lower():gsub("[^a-z]", "")
  if own ~= "" then return own end
  return fold(plugin:pinyin(content.title).full)
end

local function letter_of(sort)
  local first <const> = sort:sub(1, 1):upper()
  return first:find("^%u$") and first or "#"
end

-- { name, kind } of all ways to write it, without repeats.
local function names_of(content)
  local list <const>, seen <const> = {}, {}
  local function add(name, kind)
    local key <const> = fold(name)
    if name == "" or seen[key] then return end
    seen[key] = true
    list[#list + 1] = { name = name, folded = key, kind = kind }
  end
  add(content.title, "title")
  for _, alias in ipairs(content.aliases) do add(alias, "alias") end
  for i = 1, #list do add(plugin:traditional(list[i].name), "traditional") end
  return list
end

local function forget(entry)
  db:run("DELETE FROM encyclopedia_term WHERE entry = :entry", { entry = entry })
  db:run("DELETE FROM encyclopedia_name WHERE entry = :entry", { entry = entry })
end

local function write(row)
  local sort <const> = reading(row)
  local traditional <const> = plugin:traditional(row.title)
  forget(row.entry)
  db:run([[INSERT INTO encyclopedia_term (entry, hash, title, traditional,
    letter, sort, category, summary, url) VALUES (:entry, :hash, :title,
    :traditional, :letter, :sort, :category, :summary, :url)]],
    { entry = row.entry, hash = row.hash, title = row.title,
    traditional = traditional ~= row.title and traditional or "",
    letter = letter_of(sort), sort = sort, category = row.category or "",
    summary = row.summary, url = row.url })
  for _, name in ipairs(names_of(row)) do
    db:run([[INSERT OR IGNORE INTO encyclopedia_name (entry, name, folded,
      kind) VALUES (:entry, :name, :folded, :kind)]], { entry = row.entry,
      name = name.name, folded = name.folded, kind = name.kind })
  end
end

-- Rows of live, as write() wants them.  `aliases` comes as JSON.
local ROWS <const> = [[SELECT l.entry, l.hash, l.title, l.summary,
  json_extract(l.content, '$.pinyin') AS pinyin,
  json_extract(l.content, '$.category') AS category,
  coalesce(json_extract(l.content, '$.aliases'), '[]') AS aliases_json,
  '/' || k.path || '/' || l.entry || '.html' AS url
  FROM live l JOIN "column" k ON k.id = l."column" ]]

local function changed()
  db:run("UPDATE encyclopedia_state SET version = version + 1")
end

-- Makes the table as `live` is, some entries at a time; true: there is more.
function terms.sync()
  local more
  local done <const>, err <const> = db:transaction(function()
    local gone <const> = db:run([[DELETE FROM encyclopedia_term WHERE entry NOT
      IN (SELECT entry FROM live WHERE type = 'term')]])
    db:run([[DELETE FROM encyclopedia_name WHERE entry NOT IN (SELECT entry
      FROM encyclopedia_term)]])
    local rows <const> = db:all(ROWS .. [[LEFT JOIN encyclopedia_term t
      ON t.entry = l.entry WHERE l.type = 'term' AND (t.entry IS NULL
      OR t.hash <> l.hash OR t.url <> '/' || k.path || '/' || l.entry ||
      '.html') LIMIT :n]], { n = BATCH })
    for _, row in ipairs(rows) do write(row) end
    if gone > 0 or #rows > 0 then changed() end
    more = #rows == BATCH
    return true
  end)
  if not done then return nil, err end
  return more
end

-- Once a day something is written, so that kept home pages show the day's term.
function terms.new_day(day)
  return db:run("UPDATE encyclopedia_state SET day = :day WHERE day <> :day",
    { day = day })
end

-- One entry, after it was published or withdrawn.
function terms.update(entry)
  return db:transaction(function()
    local row <const> = db:one(ROWS ..
      "WHERE l.entry = :entry AND l.type = 'term'", { entry = entry })
    if row then write(row) else forget(entry) end
    changed()
    return true
  end)
end

function terms.version()
  return db:one("SELECT version FROM encyclopedia_state").version
end

-- The term that is written so; nil where there is none.
function terms.find(name)
  return db:one([[SELECT t.entry, t.title, t.url, n.kind
    FROM encyclopedia_name n JOIN encyclopedia_term t ON t.entry = n.entry
    WHERE n.folded = :name ORDER BY n.kind = 'title' DESC, t.entry LIMIT 1]],
    { name = fold(name) })
end

function terms.names(entry)
  return db:all([[SELECT name, kind FROM encyclopedia_name
    WHERE entry = :entry ORDER BY kind, folded]], { entry = entry })
end

return terms
