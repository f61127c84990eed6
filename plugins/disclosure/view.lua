-- What the public pages of this plugin share: their frame, and items in the
-- shape that templates show.
local plugin <const> = ...
local items <const> = require "disclosure.items"
local places <const> = require "disclosure.places"

local view <const> = {}

-- { key, url, here }: the pages, in their order.  The guide is an ordinary page
-- of the site, if there is one.
local function tabs(active)
  local list <const> = { { key = "list", url = plugin:link("disclosure.list") } }
  local guide <const> = places.guide()
  if guide then
    table.insert(list, 1, { key = "guide", url = "/" .. guide .. "/" })
  end
  list[#list + 1] = { key = "annual", url = plugin:link("disclosure.annuals") }
  list[#list + 1] = { key = "ask", url = plugin:link("disclosure.ask") }
  for _, tab in ipairs(list) do tab.here = tab.key == active end
  return list
end

view.tabs = tabs

-- A public page of the plugin; `more` are its globals.
function view.page(req, template, active, title, more, status)
  more.tabs, more.title = tabs(active), title
  more.breadcrumb = places.trail()
  if active ~= "list" then
    more.breadcrumb[#more.breadcrumb + 1] = { title = title }
  end
  more.meta = { title = title, kind = "column", tags = {} }
  return req:render(template, more, status)
end

local SHORT <const> = { disclosure_valid = "valid",
  disclosure_amended = "amended", disclosure_void = "void" }

-- "valid", "amended" or "void".
function view.state(validity) return SHORT[validity] or "valid" end

-- Rows of a list.
function view.rows(list)
  local rows <const> = {}
  for i, item in ipairs(list) do
    rows[i] = { url = items.url(item), title = item.title,
      number = item.index_number, issuer = item.issuer,
      doc_number = item.doc_number, day = item.day,
      category = item.category, state = view.state(item.validity),
      published_at = item.published_at }
  end
  return rows
end

return view
