-- Addresses with a query, for plugins: require "cms.address".
local address <const> = {}

-- One part of an address, percent encoded (RFC 3986).
function address.component(text)
  return (tostring(text):gsub("[^%w%-._~]", function(c)
    return ("%%%02X"):format(c:byte())
  end))
end

-- path?name=value&…, for those of the names that have a value, in their order.
function address.with(path, names, values)
  local parts <const> = {}
  for _, name in ipairs(names) do
    local v <const> = values[name]
    if v ~= nil then parts[#parts + 1] = name .. "=" .. address.component(v) end
  end
  return path .. (#parts > 0 and "?" .. table.concat(parts, "&") or "")
end

return address
