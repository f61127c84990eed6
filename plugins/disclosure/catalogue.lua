-- The catalogue (目录): items with filters and paging, and the same as CSV.
local plugin <const> = ...
local address <const> = require "cms.address"
local csv <const> = require "cms.csv"
local items <const> = require "disclosure.items"
local view <const> = require "disclosure.view"

local catalogue <const> = {}

local CATEGORIES <const> = { "disclosure_body", "disclosure_rule",
  "disclosure_plan", "disclosure_staff", "disclosure_money",
  "disclosure_purchase", "disclosure_service", "disclosure_aid",
  "disclosure_safety", "disclosure_party", "disclosure_other" }
local STATES <const> = { "disclosure_valid", "disclosure_amended",
  "disclosure_void" }
local TEXT_MAX <const> = 80
local PAGES_MAX <const> = 500

local function among(v, list)
  for _, x in ipairs(list) do
    if x == v then return v end
  end
end

local function short(v)
  v = type(v) == "string" and v:match("^%s*(.-)%s*$") or ""
  local length <const> = utf8.len(v)
  return v ~= "" and length and length <= TEXT_MAX and v or nil
end

-- What of the address is a filter that there is.
local function filters(query)
  return { category = among(query.category, CATEGORIES),
    state = among(query.state, STATES), issuer = short(query.issuer),
    year = type(query.year) == "string" and query.year:match("^%d%d%d%d$") or
      nil,
    q = short(query.q) }
end

local ADDRESS <const> = { "category", "year", "issuer", "state", "q", "page" }

local function address_of(path, f, page)
  return address.with(path, ADDRESS, { category = f.category, year = f.year,
    issuer = f.issuer, state = f.state, q = f.q,
    page = page and page > 1 and page or nil })
end

-- What the page of the catalogue shows; nil beyond its last page.
function catalogue.view(f, page)
  local total <const> = items.count(f)
  local pages <const> = math.max(1, (total + items.PAGE - 1) // items.PAGE)
  if page > pages then return nil end
  local path <const> = plugin:link("disclosure.list")
  local years <const>, issuers <const> = items.choices()
  local function at(n)
    return n >= 1 and n <= pages and address_of(path, f, n) or nil
  end
  return { action = path, f = f, years = years, issuers = issuers,
    categories = CATEGORIES, states = STATES, total = total,
    filtered = next(f) ~= nil, tabs = view.tabs("list"),
    export = address_of(plugin:link("disclosure.export"), f),
    rows = view.rows(items.list(f, items.PAGE, (page - 1) * items.PAGE)),
    paging = { page = page, pages = pages, total = total,
      previous = at(page - 1), next = at(page + 1), first = at(1),
      last = at(pages) } }
end

plugin:route("disclosure.list", "GET /disclosure", { permission = "public",
  cache = "category year issuer state q page" }, function(req)
  local text <const> = req.query.page or "1"
  local page <const> = text:find("^[1-9]%d?%d?$") and tonumber(text) or 0
  local shown <const> = page > 0 and page <= PAGES_MAX and
    catalogue.view(filters(req.query), page)
  if not shown then return nil, { code = "page.unknown", status = 404 } end
  return view.page(req, "disclosure/catalogue", "list",
    req:t("disclosure.list"), { catalogue = shown })
end)

local COLUMNS <const> = { "index_number", "title", "category", "issuer",
  "doc_number", "signed_date", "published", "subject", "scope", "validity",
  "effective_date", "amended_date", "abolished_date", "successor", "address" }

local function cells(req, item)
  local shown <const> = { published = plugin:date(item.published_at, "day"),
    address = req.base .. items.url(item) }
  for _, name in ipairs{ "category", "scope", "validity" } do
    shown[name] = item[name] and req:t("choice." .. item[name])
  end
  local row <const> = {}
  for i, name in ipairs(COLUMNS) do row[i] = shown[name] or item[name] or "" end
  return row
end

plugin:route("disclosure.export", "GET /disclosure/catalogue.csv",
  { permission = "public", cache = "category year issuer state q" },
  function(req)
  local heads <const>, rows <const> = {}, {}
  for i, name in ipairs(COLUMNS) do
    heads[i] = req:t("disclosure.csv." .. name)
  end
  for i, item in ipairs(items.list(filters(req.query), items.EXPORT_MAX, 0)) do
    rows[i] = cells(req, item)
  end
  return req:send{ type = "text/csv; charset=utf-8",
    body = csv.write(heads, rows), headers = {
    ["content-disposition"] = 'attachment; filename="disclosure.csv"' } }
end)

-- The page of a column of this type is the catalogue's first page.
plugin:hook("column.view", function(event)
  if event.column.type == "disclosure" then
    event.view.catalogue = catalogue.view({}, 1)
  end
end)

return catalogue
