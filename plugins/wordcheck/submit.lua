-- What is submitted is checked, and what was found is kept with the revision.
-- A `block` stops it, until the text is changed or somebody with the right for
-- it has passed exactly this text, with a reason.
local plugin <const> = ...
local check <const> = require "wordcheck.check"
local db <const> = plugin.db

local SHOWN_MAX <const> = 5	-- to visitors
local REFUSED_MAX <const> = 200	-- passages that staff are told

local function passed(entry)
  local row <const> = db:one("SELECT decision FROM wordcheck_appeal " ..
    "WHERE entry = :id AND hash = :hash", { id = entry.id, hash = entry.hash })
  return row and row.decision == "passed"
end

local function keep(entry, hits, stopped)
  return db:run([[
    INSERT INTO wordcheck_found (entry, revision, hash, at, stopped, hits)
    VALUES (:id, :revision, :hash, :now, :stopped, :hits)
    ON CONFLICT (entry, revision) DO UPDATE SET at = excluded.at,
      stopped = excluded.stopped, hits = excluded.hits]], { id = entry.id,
    revision = entry.revision, hash = entry.hash, now = plugin:now(),
    stopped = stopped and 1 or 0, hits = hits })
end

-- The rule as people call it.
local function rule_name(hit)
  if hit.kind == "literal" then
    return hit.reason ~= "" and hit.reason or hit.rule
  end
  if hit.kind == "pattern" then return hit.reason end
  return plugin:t("wordcheck.kind." .. hit.kind)
end

local function field_name(hit)
  return hit.field == "attachments" and hit.label or plugin:t(hit.label)
end

-- Each passage once, as sentences and as what they are made of: how often it
-- is there, its field, its text, the rule.
local function refuse(problems, blocks)
  local known <const>, list <const> = {}, {}
  for _, hit in ipairs(blocks) do
    local one <const> = { field = hit.field, text = hit.text,
      rule = rule_name(hit), place = field_name(hit), count = 0 }
    local key <const> = table.concat({ one.place, one.text, one.rule }, "\0")
    if not known[key] and #list < REFUSED_MAX then
      known[key], list[#list + 1] = one, one
    end
    if known[key] then known[key].count = known[key].count + 1 end
  end
  for i, one in ipairs(list) do
    one.message = plugin:t(i == 1 and "wordcheck.stopped" or
      "wordcheck.stopped.more", { n = #blocks, text = one.text,
      field = one.place, rule = one.rule })
    one.place = nil
    problems[#problems + 1] = one
  end
end

plugin:hook("entry.submit", function(event)
  local entry <const> = event.entry
  check.ensure()
  local found <const> = check.entry(entry.type, entry.content)
  local blocks <const> = check.of(found.hits, "block")
  local stopped <const> = #blocks > 0 and not passed(entry)
  keep(entry, found.hits, stopped or #found.waiting > 0)
  -- The clerk takes some seconds; nobody passes what nobody has read.
  for _, name in ipairs(found.waiting) do
    table.insert(event.problems, { field = "attachments",
      message = plugin:t("wordcheck.waiting", { name = name }) })
  end
  if not stopped then return end
  refuse(event.problems, blocks)
end)

-- What visitors send: they are told the rule and the passage of their own text,
-- and how personal data would look masked.
local function refuse_visitor(problems, field, hit, personal)
  table.insert(problems, { field = field, message = plugin:t(personal and
    "wordcheck.visitor.mask" or "wordcheck.visitor", { text = hit.text,
    rule = rule_name(hit), mask = hit.suggestion }), text = hit.text,
    replace = personal and hit.suggestion or nil })
end

-- Nobody passes a visitor's text, so that personal data is stopped here where
-- staff are only warned; what stays with the staff may hold it.
local function stopped(hit, personal, published)
  if personal then
    return published and hit.severity ~= "note" and hit.suggestion ~= ""
  end
  return hit.severity == "block"
end

plugin:hook("submission.check", function(event)
  local sent <const> = event.submission
  local names <const>, texts <const> = {}, { title = sent.title }
  for name, v in pairs(sent.content) do
    if type(v) == "string" then texts[name] = v end
  end
  for name in pairs(texts) do names[#names + 1] = name end
  table.sort(names)
  check.ensure()
  for _, name in ipairs(names) do
    for _, hit in ipairs(check.text(texts[name])) do
      local personal <const> = hit.kind ~= "literal" and hit.kind ~= "pattern"
      if #event.problems < SHOWN_MAX and
          stopped(hit, personal, sent.published) then
        refuse_visitor(event.problems, name, hit, personal)
      end
    end
  end
end)

return true
