-- Texts with {name} in them.

-- Puts the arguments in; one that isn't given leaves nothing.
local function fill(text, args)
  if not args then return text end
  return (text:gsub("{([%w_]+)}", function(name)
    local v <const> = args[name]
    return v == nil and "" or tostring(v)
  end))
end

return { fill = fill }
