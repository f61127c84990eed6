-- Items that are public: lists with filters, one by its number, and what the
-- page of one shows.  What is asked by is in disclosure_item (keep.lua).
local plugin <const> = ...

local items <const> = {}
items.PAGE = 20
items.EXPORT_MAX = 10000

-- Filters are NULL where they aren't set.
local SELECT <const> = [[
  WITH item AS (SELECT i.entry AS id, l.title, l.published_at,
      k.path || '/' || i.entry || '.html' AS address,
      coalesce(nullif(i.index_number, ''), n.number, '') AS index_number,
      i.category, i.subject, i.issuer, i.doc_number, i.signed_date, i.scope,
      i.validity, i.successor, i.effective_date, i.amended_date,
      i.abolished_date, l.summary, i.day
    FROM disclosure_item i CROSS JOIN live l ON l.entry = i.entry
    JOIN "column" k ON k.id = l."column"
    LEFT JOIN disclosure_number n ON n.entry = i.entry)
]]
local WHERE <const> = [[
  FROM item WHERE (:category IS NULL OR category = :category)
    AND (:year IS NULL OR substr(day, 1, 4) = :year)
    AND (:issuer IS NULL OR issuer = :issuer)
    AND (:state IS NULL OR validity = :state)
    AND (:q IS NULL OR instr(title, :q) > 0 OR instr(summary, :q) > 0
      OR instr(doc_number, :q) > 0 OR instr(index_number, :q) > 0)
]]

local function args(filters, more)
  local params <const> = more or {}
  for _, name in ipairs{ "category", "year", "issuer", "state", "q" } do
    params[name] = filters[name] or cms.null
  end
  return params
end

-- Newest documents first.
function items.list(filters, limit, offset)
  return plugin.db:all(SELECT .. "SELECT *" .. WHERE ..
    " ORDER BY day DESC, id DESC LIMIT :limit OFFSET :offset",
    args(filters, { limit = limit, offset = offset }))
end

-- The first of them, as the home page shows them.
function items.newest(n)
  return plugin.db:all([[SELECT l.title, i.day, i.validity,
    k.path || '/' || i.entry || '.html' AS address
    FROM disclosure_item i CROSS JOIN live l ON l.entry = i.entry
    JOIN "column" k ON k.id = l."column"
    ORDER BY i.day DESC, i.entry DESC LIMIT :n]], { n = n })
end

function items.count(filters)
  return plugin.db:one(SELECT .. "SELECT count(*) AS n" .. WHERE,
    args(filters)).n
end

-- What can be chosen in the filters: years and issuing bodies that there are.
function items.choices()
  local years <const>, issuers <const> = {}, {}
  for i, row in ipairs(plugin.db:all(SELECT .. [[
      SELECT DISTINCT substr(day, 1, 4) AS year FROM item ORDER BY 1 DESC]])) do
    years[i] = row.year
  end
  for i, row in ipairs(plugin.db:all(SELECT .. [[
      SELECT DISTINCT issuer FROM item ORDER BY 1 LIMIT 200]])) do
    issuers[i] = row.issuer
  end
  return years, issuers
end

function items.by_number(number)
  return plugin.db:one(SELECT ..
    "SELECT * FROM item WHERE index_number = :number LIMIT 1",
    { number = number })
end

function items.by_id(id)
  return plugin.db:one(SELECT .. "SELECT * FROM item WHERE id = :id",
    { id = id })
end

-- Those that name this one as what took their place.
function items.before(number)
  return plugin.db:all(SELECT .. [[SELECT * FROM item WHERE successor = :number
    ORDER BY day, id LIMIT 20]], { number = number })
end

-- What a year brought: documents published, and those that were amended or
-- became void in it; what is in force at its end isn't known of the past.
function items.of_year(year)
  return plugin.db:one(SELECT .. [[
    SELECT coalesce(sum(strftime('%Y', published_at, 'unixepoch', '+8 hours')
        = :year), 0) AS published,
      coalesce(sum(validity = 'disclosure_amended'
        AND substr(amended_date, 1, 4) = :year), 0) AS amended,
      coalesce(sum(validity = 'disclosure_void'
        AND substr(abolished_date, 1, 4) = :year), 0) AS void,
      coalesce(sum(strftime('%Y', published_at, 'unixepoch', '+8 hours')
        <= :year), 0) AS total FROM item]], { year = year })
end

-- Documents published in the year, by category: { category, n }, most first.
function items.categories(year)
  return plugin.db:all(SELECT .. [[
    SELECT category, count(*) AS n FROM item
    WHERE strftime('%Y', published_at, 'unixepoch', '+8 hours') = :year
    GROUP BY category ORDER BY n DESC, category]], { year = year })
end

-- The years of which there is something to report, newest first.
function items.years()
  return plugin.db:all(SELECT .. [[
    SELECT DISTINCT strftime('%Y', published_at, 'unixepoch', '+8 hours')
      AS year FROM item ORDER BY 1 DESC]])
end

function items.url(item)
  return "/" .. item.address
end

return items
