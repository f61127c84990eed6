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

-- What a reviewer wants to compare with: the live text, else the text that was
-- submitted before this one.
local function reviewed(revisions, events)
  for _, r in ipairs(revisions) do
    if r.live then return r end
  end
  local sent <const> = {}
  for _, event in ipairs(events) do
    if event.act == "entry.submit" then sent[#sent + 1] = event.revision end
  end
  for _, r in ipairs(revisions) do
    if r.number == sent[#sent - 1] then return r end
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
-- nothing to compare with: only one revision or, with `whole`, a text that is
-- submitted for the first time and read in full.  Or nil and the fault.
function compare.read(id, query, events, whole)
  local list <const>, err <const> = cms.entry.revisions{ id = id }
  if not list then return nil, err end
  local all <const> = list.revisions
  local to <const> = find(all, number(query.to)) or all[1]
  local from <const> = find(all, number(query.from)) or
    reviewed(all, events) or not whole and all[2] or nil
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
