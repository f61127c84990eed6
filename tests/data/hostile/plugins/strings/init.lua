-- The metatable that all texts share.
local plugin <const> = ...

plugin:route("strings", "GET /hostile/strings", { permission = "public" }, function(req)
  local got <const> = cms.array{}
  local function try(what, f)
    local good <const>, v <const> = pcall(f)
    if good and v ~= nil and v ~= false then got[#got + 1] = what end
  end
  try("metatable", function() return getmetatable("").__index end)
  try("setmetatable", function()
    return setmetatable("", { __index = function() return "x" end })
  end)
  try("method", function() ("").upper = nil return true end)
  try("the table behind it", function() string.format = nil return true end)
  if ("a"):upper() ~= "A" then got[#got + 1] = "a text's method is another" end
  return req:json(got)
end)
