-- The public list of answered questions: by category, by what is looked for.
local plugin <const> = ...
local address <const> = require "cms.address"
local db <const> = plugin.db

local questions <const> = {}
local PAGE <const> = 20
local PAGES_MAX <const> = 10000
local FOUND <const> = 50	-- of one page of a search
local BATCH <const> = 200	-- entries of one round of the job

local ROW <const> = [[SELECT l.entry AS id, l.title, l.published_at, q.category,
  substr(json_extract(l.content, '$.question'), 1, 200) AS question,
  json_extract(l.content, '$.answered_by') AS answered_by,
  '/' || k.path || '/' || l.entry || '.html' AS url
  FROM qa_question q JOIN live l ON l.entry = q.entry
  JOIN "column" k ON k.id = l."column" ]]

local function text(v, max)
  if type(v) ~= "string" then return nil end
  v = v:match("^%s*(.-)%s*$")
  if v == "" or (utf8.len(v) or max + 1) > max then return nil end
  return v
end

-- What the address asks for; what makes no sense counts as not asked.
function questions.filter(query)
  local page <const> = math.tointeger(tonumber(query.page or "1"))
  return { category = text(query.category, 20), q = text(query.q, 60),
    cursor = text(query.cursor, 60),
    page = page and page >= 1 and page <= PAGES_MAX and page or 1 }
end

local NAMES <const> = { "category", "q", "page", "cursor" }

function questions.address(f, page, cursor)
  return address.with(plugin:link("qa.list"), NAMES, { category = f.category,
    q = f.q, page = page > 1 and page or nil, cursor = cursor })
end

-- Those of the settings, on the form of a new question.
function questions.categories()
  local list <const> = {}
  for line in plugin.config.categories:gmatch("[^\r\n]+") do
    line = text(line, 20)
    if line then list[#list + 1] = line end
  end
  return list
end

-- Those that have answers, the largest first.
local function chosen(f)
  local list <const> = db:all([[SELECT category AS title, count(*) AS count
    FROM qa_question WHERE category <> '' GROUP BY category
    ORDER BY count(*) DESC, category LIMIT 40]])
  for _, row in ipairs(list) do
    row.chosen = row.title == f.category
    row.url = questions.address({ category = row.title, q = f.q }, 1)
  end
  return list
end

-- For the home page, which shows their titles.
function questions.latest(n)
  return db:all([[SELECT l.title, q.published_at, q.category,
    '/' || k.path || '/' || q.entry || '.html' AS url
    FROM qa_question q CROSS JOIN live l ON l.entry = q.entry
    JOIN "column" k ON k.id = l."column"
    ORDER BY q.published_at DESC, q.entry DESC LIMIT :n]], { n = n })
end

local function found(f)
  local out <const>, err <const> = plugin.cms.live.search{ q = f.q,
    type = "question", limit = FOUND, cursor = f.cursor }
  if not out then return nil, err end
  local rows <const> = {}
  for _, hit in ipairs(out.results) do
    local row <const> = db:one(ROW .. [[WHERE q.entry = :id AND
      (:category IS NULL OR q.category = :category)]],
      { id = hit.id, category = f.category })
    if row then rows[#rows + 1] = row end
  end
  return rows, out
end

local function frame(f, rows, total)
  return { questions = rows, total = total, filter = f,
    categories = chosen(f), start = questions.address({}, 1),
    ask = plugin.config.open and plugin:link("qa.ask") or nil,
    status = plugin:link("qa.status"), totals = plugin:link("qa.totals") }
end

-- The view of a page; nil where there is no such page, or nil and a fault.
function questions.view(f)
  if f.q then
    local rows <const>, out <const> = found(f)
    if not rows then return nil, out end
    local view <const> = frame(f, rows, not f.category and out.total or nil)
    view.next = out.next and questions.address(f, 1, out.next)
    return view
  end
  local args <const> = { category = f.category }
  local total <const> = db:one([[SELECT count(*) AS n FROM qa_question
    WHERE :category IS NULL OR category = :category]], args).n
  local pages <const> = math.max(1, (total + PAGE - 1) // PAGE)
  if f.page > pages then return nil end
  args.n, args.offset = PAGE, (f.page - 1) * PAGE
  local view <const> = frame(f, db:all(ROW .. [[WHERE :category IS NULL
    OR q.category = :category ORDER BY q.published_at DESC, q.entry DESC
    LIMIT :n OFFSET :offset]], args), total)
  view.page, view.pages = f.page, pages
  view.previous = f.page > 1 and questions.address(f, f.page - 1) or nil
  view.next = f.page < pages and questions.address(f, f.page + 1) or nil
  return view
end

local WRITE <const> = [[INSERT OR REPLACE INTO qa_question
  (entry, category, published_at) SELECT entry,
  coalesce(json_extract(content, '$.category'), ''), published_at FROM live
  WHERE type = 'question' ]]

-- One entry, after it was published or withdrawn.
function questions.update(entry)
  return db:transaction(function()
    db:run("DELETE FROM qa_question WHERE entry = :entry", { entry = entry })
    return db:run(WRITE .. "AND entry = :entry", { entry = entry })
  end)
end

-- Makes the table as `live` is, some entries at a time; true: there is more.
function questions.sync()
  db:run([[DELETE FROM qa_question WHERE entry NOT IN
    (SELECT entry FROM live WHERE type = 'question')]])
  local n <const> = db:run(WRITE .. [[AND entry NOT IN
    (SELECT entry FROM qa_question) LIMIT :n]], { n = BATCH })
  return n == BATCH
end

plugin:route("qa.list", "GET /qa/list",
  { permission = "public", cache = "q category page cursor" }, function(req)
    local view <const>, err <const> = questions.view(questions.filter(req.query))
    if not view then
      return nil, err or { code = "page.unknown", status = 404 }
    end
    return req:render("qa/list", { qa = view, meta = { kind = "column",
      title = req:t("qa.list.title") } })
  end)

return questions
