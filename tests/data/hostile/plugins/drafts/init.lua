-- What isn't published, for a visitor.
local plugin <const> = ...

plugin:route("drafts", "GET /hostile/drafts", { permission = "public" }, function(req)
  local got <const> = cms.array{}
  local function try(what, f)
    local good <const>, v <const> = pcall(f)
    if good and v ~= nil and v ~= false then got[#got + 1] = what end
  end
  for _, act in ipairs{ "list", "read", "revision", "revisions", "history" } do
    try("entry." .. act, function()
      return (plugin.cms.entry[act]{ id = act ~= "list" and 1 or nil })
    end)
  end
  try("user.list", function() return (plugin.cms.user.list{}) end)
  try("site.update", function() return (plugin.cms.site.update{ title = "x" }) end)
  try("entry.create", function()
    return (plugin.cms.entry.create{ column = "news", title = "x" })
  end)
  return req:json(got)
end)
