-- Two revisions of an entry side by side: which to choose from, which are
-- chosen, and what differs.
local plugin <const> = ...

local compare <const> = {}
local cms <const> = plugin.cms

local function number(text)
  return math.tointeger(tonumber(text))
end

local function find(revisions, id)
  for _, r in ipairs(revisions) do
    if r.revision == id then return r end
  end
end

-- What a reviewer wants to compare with: the live text, else the text as it
-- was when it was last returned, else the revision before.
local function default_from(revisions, events)
  for _, r in ipairs(revisions) do
    if r.live then return r end
  end
  local returned
  for _, event in ipairs(events) do
    if event.act == "entry.return" and event.to == 0 then returned = event.at end
  end
  for i, r in ipairs(revisions) do
    if i > 1 and (not returned or r.at <= returned) then return r end
  end
end

local function choices(revisions, chosen)
  local out <const> = {}
  for i, r in ipairs(revisions) do
    out[i] = { value = r.revision, number = r.number, by = r.by, at = r.at,
      live = r.live, current = r.current,
      selected = chosen ~= nil and r.revision == chosen.revision }
  end
  return out
end

-- { from, to, from_choices, to_choices, diff }; diff is nil where there is
-- only one revision.  Or nil and the fault.
function compare.read(id, query, events)
  local list <const>, err <const> = cms.entry.revisions{ id = id }
  if not list then return nil, err end
  local all <const> = list.revisions
  local to <const> = find(all, number(query.to)) or all[1]
  local from <const> = find(all, number(query.from)) or
    default_from(all, events)
  local out <const> = { from = from, to = to,
    from_choices = choices(all, from), to_choices = choices(all, to) }
  if from and from.revision ~= to.revision then
    local diff <const>, fault <const> = cms.entry.diff{ id = id,
      from = from.revision, to = to.revision }
    if not diff then return nil, fault end
    out.diff = diff
  end
  return out
end

return compare
