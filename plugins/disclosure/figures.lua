-- Figures that may be told: a group of people smaller than `least` isn't, and
-- neither is what would give it away by subtraction.
local figures <const> = {}

local function is_small(n, least)
  return n > 0 and n < least
end

-- values: { name = number }; sums: lists of names of which one is the sum of
-- the others.  Returns the set of names that are not told: the small ones and,
-- where a sum has only one such member, the smallest of its others.
function figures.hidden(values, sums, least)
  local hidden <const> = {}
  for name, n in pairs(values) do
    if is_small(n, least) then hidden[name] = true end
  end
  local function one_alone(sum)
    local count, smallest = 0, nil
    for _, name in ipairs(sum) do
      if hidden[name] then
        count = count + 1
      elseif values[name] > 0 and
          (not smallest or values[name] < values[smallest]) then
        smallest = name
      end
    end
    return count == 1 and smallest
  end
  local again = true
  while again do
    again = false
    for _, sum in ipairs(sums) do
      local more <const> = one_alone(sum)
      if more then hidden[more], again = true, true end
    end
  end
  return hidden
end

return figures
