-- The plugin's own handle, and what stands behind it.
local plugin <const> = ...

plugin:route("handle", "GET /hostile/handle", { permission = "public" }, function(req)
  local got <const> = cms.array{}
  local function try(what, f)
    local good <const>, v <const> = pcall(f)
    if good and v ~= nil and v ~= false then got[#got + 1] = what end
  end
  try("metatable", function() return getmetatable(plugin) end)
  try("set", function() plugin.route = nil return true end)
  try("rawset", function() rawset(plugin, "cms", false) return true end)
  try("core", function() return plugin.core end)
  try("registered", function() return plugin.registered end)
  try("late route", function()
    plugin:route("handle.late", "GET /late", { permission = "public" }, error)
    return true
  end)
  try("late hook", function() plugin:hook("home.blocks", error) return true end)
  try("a name of another", function()
    plugin:route("desk.sign_in", "GET /", { permission = "public" }, error)
    return true
  end)
  try("sessions", function() return req:sign_in{ name = "a", password = "b" } end)
  try("collect", function() collectgarbage("stop") return true end)
  return req:json(got)
end)
