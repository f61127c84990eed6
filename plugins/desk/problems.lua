-- What a fault says, in full: the sentences that plugins refused something with,
-- each with its field, or the fault's own.
local problems <const> = {}

function problems.of(fault)
  local all <const> = fault.out and fault.out.problems
  if not all or #all == 0 then
    return { { field = fault.field, message = fault.message } }
  end
  return all
end

function problems.sentences(fault)
  local out <const> = {}
  for _, one in ipairs(problems.of(fault)) do out[#out + 1] = one.message end
  return out
end

-- Adds them to a form's problems: what is wrong with each field.
function problems.add(to, fault)
  for _, one in ipairs(problems.of(fault)) do
    if one.field then
      local before <const> = to[one.field]
      to[one.field] = (before and before .. " " or "") .. one.message
    end
  end
end

return problems
