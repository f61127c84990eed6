-- The index of terms: by letter, by category, by what is looked for.
local plugin <const> = ...
local address <const> = require "cms.address"
local terms <const> = require "encyclopedia.terms"
local db <const> = plugin.db

local index <const> = {}
local PAGE <const> = 60
local PAGES_MAX <const> = 10000
local QUERY_MAX <const> = 60	-- characters

-- Without the separators of LIKE: instr() takes text as it is.
local WHERE <const> = [[ FROM encyclopedia_term t WHERE
  (:letter IS NULL OR t.letter = :letter) AND
  (:category IS NULL OR t.category = :category) AND
  (:q IS NULL OR instr(t.sort, :q) = 1 OR instr(t.summary, :q) > 0 OR EXISTS
  (SELECT 1 FROM encyclopedia_name n WHERE n.entry = t.entry
  AND instr(n.folded, :q) > 0)) ]]

local function text(v, max)
  if type(v) ~= "string" then return nil end
  v = v:match("^%s*(.-)%s*$")
  if v == "" or (utf8.len(v) or max + 1) > max then return nil end
  return v
end

-- What the address asks for; what makes no sense counts as not asked.
function index.filter(query)
  local letter <const> = text(query.letter, 1)
  local page <const> = math.tointeger(tonumber(query.page or "1"))
  return { letter = letter and letter:upper():match("^[%u#]$"),
    category = text(query.category, 30), q = text(query.q, QUERY_MAX),
    page = page and page >= 1 and page <= PAGES_MAX and page or 1 }
end

local NAMES <const> = { "letter", "category", "q", "page" }

function index.address(f, page)
  return address.with(plugin:link("encyclopedia.index"), NAMES, {
    letter = f.letter, category = f.category, q = f.q,
    page = page > 1 and page or nil })
end

local function letters(chosen)
  local there <const> = {}
  for _, row in ipairs(db:all([[SELECT letter, count(*) AS n
    FROM encyclopedia_term GROUP BY letter]])) do
    there[row.letter] = row.n
  end
  local list <const> = {}
  for i = 0, 26 do
    local letter <const> = i < 26 and string.char(65 + i) or "#"
    if i < 26 or there["#"] then
      list[#list + 1] = { letter = letter, count = there[letter] or 0,
        chosen = letter == chosen, url = index.address({ letter = letter }, 1) }
    end
  end
  return list
end

local function categories(chosen)
  local list <const> = db:all([[SELECT category AS title, count(*) AS count,
    min(sort) AS sort FROM encyclopedia_term GROUP BY category
    ORDER BY count(*) DESC, sort]])
  for _, row in ipairs(list) do
    row.chosen = row.title == chosen
    row.url = index.address({ category = row.title }, 1)
  end
  return list
end

-- The view of a page of the index; nil where there is no such page.
function index.view(f)
  local q <const> = f.q and terms.fold(plugin:simplified(f.q))
  local args <const> = { letter = f.letter, category = f.category, q = q }
  local total <const> = db:one("SELECT count(*) AS n" .. WHERE, args).n
  local pages <const> = math.max(1, (total + PAGE - 1) // PAGE)
  if f.page > pages then return nil end
  args.limit, args.offset = PAGE, (f.page - 1) * PAGE
  local rows <const> = db:all([[SELECT t.entry, t.title, t.letter, t.category,
    t.summary, t.url]] .. WHERE .. "ORDER BY t.sort, t.entry LIMIT :limit " ..
    "OFFSET :offset", args)
  return { terms = rows, total = total, letters = letters(f.letter),
    categories = categories(f.category), filter = f,
    start = index.address({}, 1), page = f.page, pages = pages,
    previous = f.page > 1 and index.address(f, f.page - 1) or nil,
    next = f.page < pages and index.address(f, f.page + 1) or nil }
end

-- Days of China since 1970.
function index.day() return (plugin:now() + 8 * 3600) // 86400 end

-- The same one each day, another one the next.
function index.of_the_day()
  local n <const> = db:one("SELECT count(*) AS n FROM encyclopedia_term").n
  if n == 0 then return nil end
  return db:one([[SELECT title, url, summary, category FROM encyclopedia_term
    ORDER BY entry LIMIT 1 OFFSET :n]], { n = index.day() * 7919 % n })
end

return index
