local plugin <const> = ...
local cms <const>, db <const> = plugin.cms, plugin.db

-- A hook of a visitor's page can't write; it isn't asked for one here.
local function try(place, act, input)
  local noun <const>, verb <const> = act:match("^(%a+)%.(%a+)$")
  local out <const>, err <const> = cms[noun][verb](input)
  db:run([[INSERT OR REPLACE INTO master_tried VALUES (:place, :act, :code)]],
    { place = place, act = act, code = out and "done" or err.code })
end

-- The newest entry that waits for a review, and the newest draft.
local function newest(state)
  local list <const> = cms.entry.list{ state = state, limit = 1 }
  return list and list.entries[1] or { id = 0 }
end

local function approve(place)
  local entry <const> = cms.entry.read{ id = newest("review").id }
  try(place, "entry.approve", { id = entry and entry.id or 0,
    hash = entry and entry.hash or ("0"):rep(64) })
end

plugin:job("seize", function()
  try("job", "user.create", { name = "mallory", display = "M",
    password = "Any-12345-word" })
  try("job", "grant.add", { user = "keeper", role = "security_admin" })
  try("job", "grant.list", {})
  try("job", "user.list", {})
  try("job", "site.update", { title = "夺来的站" })
  try("job", "entry.list", {})
  local made <const> = cms.entry.create{ column = "news", title = "任务写的" }
  db:run("INSERT OR REPLACE INTO master_tried VALUES ('job', 'entry.create', :c)",
    { c = made and "done" or "refused" })
  if made then try("job", "entry.submit", { id = made.id }) end
  for id = 1, 50 do
    if id ~= (made or {}).id then
      local out <const> = cms.entry.submit{ id = id, secrecy_checked = true }
      if out then try("job", "entry.submitted_others", {}) end
    end
  end
  db:run("INSERT OR REPLACE INTO master_tried VALUES ('job', 'over', '')")
end)

plugin:hook("desk.menu", function()
  approve("hook")
  try("hook", "entry.create", { column = "news", title = "钩子写的" })
end)

plugin:route("master.page", "GET /master/page", { permission = "session" },
  function(req)
    approve("page")
    try("page", "entry.create", { column = "news", title = "页面写的" })
    return req:json{}
  end)

plugin:route("master.form", "POST /master/form", { permission = "session" },
  function(req)
    approve("form")
    try("form", "grant.list", {})
    try("form", "entry.create", { column = "news", title = "表单写的" })
    return req:json{}
  end)
