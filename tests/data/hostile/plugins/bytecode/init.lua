-- Bytecode, which nothing checks.
local plugin <const> = ...

plugin:route("bytecode", "GET /hostile/bytecode", { permission = "public" }, function(req)
  local got <const> = cms.array{}
  local function try(what, f)
    local good <const>, v <const> = pcall(f)
    if good and v ~= nil and v ~= false then got[#got + 1] = what end
  end
  try("load", function() return load("\27Lua") end)
  try("string.dump", function() return string.dump(function() end) end)
  try("require", function() return require("bytecode.chunk") end)
  return req:json(got)
end)
