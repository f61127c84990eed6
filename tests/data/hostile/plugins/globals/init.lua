-- What Lua has and a plugin must not.
local plugin <const> = ...

plugin:route("globals", "GET /hostile/globals", { permission = "public" }, function(req)
  local got <const> = cms.array{}
  local function try(what, f)
    local good <const>, v <const> = pcall(f)
    if good and v ~= nil and v ~= false then got[#got + 1] = what end
  end
  for _, name in ipairs{ "_G", "debug", "os", "io", "package", "load", "loadstring",
      "dofile", "loadfile", "print", "setfenv", "getfenv", "newproxy", "arg" } do
    try(name, function() return _ENV[name] end)
  end
  try("string.dump", function() return string.dump end)
  try("coroutine.close", function() return coroutine.close end)
  try("require os", function() return require("os") end)
  try("require a file", function() return require("cms.../../../etc/passwd") end)
  try("require another", function() return require("desk.page") end)
  try("set a global", function() _ENV.leak = true return true end)
  try("change a library", function() string.upper = nil return true end)
  try("rawset a library", function() rawset(string, "upper", false) return true end)
  try("metatable of the globals", function()
    return getmetatable(_ENV) and getmetatable(_ENV).__index
  end)
  return req:json(got)
end)
