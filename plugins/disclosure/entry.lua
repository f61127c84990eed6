-- Items on their way: checks before they are saved and submitted, the index
-- number, what their page shows besides, the home page's block.
local plugin <const> = ...
local check <const> = require "disclosure.check"
local items <const> = require "disclosure.items"
local number <const> = require "disclosure.number"
local view <const> = require "disclosure.view"

local HOME <const> = 6

local function today() return plugin:date(plugin:now(), "day") end

local function blank(v) return v == nil or v == "" or v == cms.null end

local function problems_of(event)
  local content <const> = event.entry.content
  for _, p in ipairs(check.item(content, items.by_number, today())) do
    table.insert(event.problems, { field = p.field,
      message = plugin:t(p.key, p.args) })
  end
  local owner <const> = not blank(content.index_number) and
    number.owner(content.index_number)
  if owner and owner ~= event.entry.id then
    table.insert(event.problems, { field = "index_number",
      message = plugin:t("disclosure.bad.number_taken",
        { number = content.index_number }) })
  end
end

plugin:hook("entry.validate", function(event)
  if event.entry.type == "disclosure" then problems_of(event) end
end)

-- From here on the number is this item's.  One is made when everything else is
-- right: a refused text uses none.
plugin:hook("entry.submit", function(event)
  local entry <const> = event.entry
  if entry.type ~= "disclosure" then return end
  problems_of(event)
  if #event.problems > 0 then return end
  local text = entry.content.index_number
  if blank(text) then
    if number.of(entry.id) then return end
    text = number.make(entry.content, entry.column)
  end
  if not number.keep(entry.id, text) then
    table.insert(event.problems, { field = "index_number",
      message = plugin:t("disclosure.bad.number_taken", { number = text }) })
  end
end)

-- Reviewers and authors see the number that the system made.
plugin:hook("desk.entry", function(event)
  local text <const> = event.entry.type == "disclosure" and
    number.of(event.entry.id)
  if text then
    table.insert(event.panels, { title = plugin:t("disclosure.index_number"),
      view = { number = text }, template = "disclosure/desk/number" })
  end
end)

local FACTS <const> = { "index_number", "category", "issuer", "doc_number",
  "signed_date", "published", "subject", "scope", "way", "time_limit",
  "validity", "effective_date", "amended_date", "abolished_date" }
local CHOICES <const> = { category = true, scope = true, validity = true }

-- { name, value, choice }: the rows of the table that have a value.
local function facts_of(entry, index_number)
  local content <const>, rows <const> = entry.content, {}
  for _, name in ipairs(FACTS) do
    local v <const> = name == "published" and
      plugin:date(entry.published_at, "minute") or
      name == "index_number" and index_number or
      name == "signed_date" and entry.signed_date or content[name]
    if not blank(v) then
      rows[#rows + 1] = { name = name, value = v, choice = CHOICES[name] }
    end
  end
  return rows
end

plugin:hook("entry.view", function(event)
  local entry <const> = event.entry
  if entry.type ~= "disclosure" then return end
  local content <const> = entry.content
  local item <const> = items.by_id(entry.id)
  local index_number <const> = item and item.index_number
  event.view.facts = facts_of(entry, index_number)
  event.view.validity = view.state(content.validity)
  event.view.tabs = view.tabs("list")
  if not blank(content.successor) then
    local next_one <const> = items.by_number(content.successor)
    event.view.successor = { number = content.successor,
      title = next_one and next_one.title, url = next_one and items.url(next_one) }
  end
  event.view.predecessors = not blank(index_number) and
    view.rows(items.before(index_number)) or {}
end)

plugin:hook("home.blocks", function(event)
  local rows <const> = view.rows(items.newest(HOME))
  if #rows == 0 then return end
  table.insert(event.blocks, { type = "disclosure",
    template = "disclosure/home", position = 45, half = true, view = { rows = rows,
    tabs = view.tabs(), url = plugin:link("disclosure.list") } })
end)

return true
