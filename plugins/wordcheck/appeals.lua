-- What authors ask to keep, for those who may decide: only of entries that they
-- may read, for its title and note tell of a draft.
local plugin <const> = ...
local desk <const> = require "wordcheck.desk"
local db <const>, act <const> = plugin.db, plugin.cms

local SHOWN <const> = 50	-- what entry.list takes at once

local ROWS <const> = "SELECT * FROM wordcheck_appeal WHERE decision = '' OR " ..
  ":all ORDER BY decision <> '', at DESC LIMIT :n"

-- Rows of appeals, those that wait first; `all`: decided ones, too.
local function appeals(all)
  local rows <const>, ids <const> = db:all(ROWS, { all = all and 1 or 0,
    n = SHOWN }), cms.array{}
  for i, row in ipairs(rows) do ids[i] = tostring(row.entry) end
  local out <const> = #ids > 0 and act.entry.list{ among = ids, limit = SHOWN }
  local mine <const>, readable <const> = {}, {}
  for _, entry in ipairs(out and out.entries or {}) do readable[entry.id] = true end
  for _, row in ipairs(rows) do
    if readable[row.entry] then mine[#mine + 1] = row end
  end
  return mine
end

plugin:hook("desk.menu", function(event)
  if not plugin:permits("wordcheck.override") then return end
  local waiting <const> = #appeals(false)
  table.insert(event.items, { key = "wordcheck.menu.appeals",
    url = "/desk/words/appeals", position = 35,
    count = waiting > 0 and tostring(waiting) or nil })
end)

plugin:route("wordcheck.appeals", "GET /desk/words/appeals",
  { permission = "wordcheck.override" }, function(req)
    return desk.render(req, "appeals", req:t("wordcheck.menu.appeals"),
      { rows = appeals(true) })
  end)

return true
