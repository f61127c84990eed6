-- "Was this useful": two numbers for an answer.  Nobody is told apart, so each
-- answer takes only so many votes an hour; what comes over that isn't counted.
local plugin <const> = ...
local db <const> = plugin.db

local useful <const> = {}
local HOUR <const> = 3600
local VOTES_HOUR <const> = 30
local LEAST <const> = 10	-- a smaller number isn't shown

local FORM <const> = { vote = { "choice", choices = { "yes", "no" },
  required = true } }

-- { yes, total }, or nil while there are too few.
function useful.counts(entry)
  local row <const> = db:one("SELECT yes, no FROM qa_useful WHERE entry = :id",
    { id = entry })
  if not row or row.yes + row.no < LEAST then return nil end
  return { yes = row.yes, total = row.yes + row.no }
end

local function live(entry)
  return db:one([[SELECT l.title, '/' || k.path || '/' || l.entry || '.html'
    AS url FROM live l JOIN "column" k ON k.id = l."column"
    WHERE l.entry = :id AND l.type = 'question']], { id = entry })
end

local function count(entry, vote)
  local hour <const> = plugin:now() // HOUR
  return db:run([[INSERT INTO qa_useful (entry, yes, no, hour, votes)
    VALUES (:id, :yes, :no, :hour, 1) ON CONFLICT (entry) DO UPDATE SET
    yes = yes + :yes, no = no + :no,
    votes = CASE WHEN hour = :hour THEN votes + 1 ELSE 1 END, hour = :hour
    WHERE hour <> :hour OR votes < :most]],
    { id = entry, yes = vote == "yes" and 1 or 0, no = vote == "no" and 1 or 0,
    hour = hour, most = VOTES_HOUR })
end

plugin:route("qa.useful", "POST /qa/{id:int}/useful",
  { permission = "public", open = true }, function(req)
    local row <const> = live(req.params.id)
    if not row then return nil, { code = "page.unknown", status = 404 } end
    local form <const> = req:form(FORM)
    if not form then return nil, { code = "qa.vote", status = 422 } end
    local done <const>, err <const> = count(req.params.id, form.vote)
    if not done then return nil, err end
    return req:render("qa/thanks", { entry = row, counted = done > 0,
      meta = { title = req:t("qa.useful.title") } })
  end)

return useful
