-- What may stand in the settings of the home page: themes to choose from, and
-- rows of blocks that name a block of the theme and a column of the site.
local plugin <const> = ...
local tree <const> = require "desk.tree"

local acts <const> = plugin.cms

local home <const> = {}
local MOST <const> = 50 -- entries of a block (setting.c)

-- The themes there are; the one in use is among them even if its files are
-- gone, so that saving other settings doesn't change it unasked.
function home.themes(now)
  local out <const>, err <const> = acts.theme.list{}
  if not out then return nil, err end
  local names <const>, titles <const>, blocks <const> = {}, {}, {}
  for i, theme in ipairs(out.themes) do
    names[i] = theme.name
    titles[theme.name] = theme.title
    blocks[theme.name] = theme.blocks
  end
  if now and now ~= "" and not titles[now] then
    names[#names + 1] = now
    titles[now] = now
  end
  return { names = names, titles = titles, blocks = blocks,
    failure = out.failure }
end

local function set(list)
  local found <const> = {}
  for _, v in ipairs(list) do found[v] = true end
  return found
end

-- What is wrong with a row, or nil: key and arguments of a sentence.
local function row_problem(row, columns, known, blocks)
  if next(known) and not known[row.block or ""] then
    return "block", { block = row.block or "",
      blocks = table.concat(blocks, "、") }
  end
  if not columns[row.column or ""] then
    return "column", { column = row.column or "" }
  end
  local n <const> = row.limit
  if row.more or (n and (math.type(n) ~= "integer" or n < 1 or n > MOST)) then
    return "limit", { most = MOST }
  end
end

-- A sentence for the first row that names what isn't there; nil where all are.
-- A theme that declares no blocks takes any.
function home.problem(req, rows, theme)
  local all, themes, err
  all, err = tree.all()
  if not all then return err.message end
  themes, err = home.themes(theme)
  if not themes then return err.message end
  local blocks <const>, columns <const> = themes.blocks[theme] or {}, {}
  for _, column in ipairs(all) do columns[column.path] = true end
  for i, row in ipairs(rows) do
    local key <const>, args <const> = row_problem(row, columns, set(blocks),
      blocks)
    if key then
      args.n = i
      return req:t("desk.site.home." .. key, args)
    end
  end
end

return home
