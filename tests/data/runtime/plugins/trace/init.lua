-- What happened, row by row; see plugin.lua.
local plugin = ...
local db <const> = plugin.db

local function note(kind, value)
  db:run("INSERT OR IGNORE INTO trace_row (kind, value) VALUES (:kind, :value)",
    { kind = kind, value = kind .. " " .. tostring(value) })
end

local function rows()
  local all <const> = {}
  for i, row in ipairs(db:all("SELECT value FROM trace_row ORDER BY value")) do
    all[i] = row.value
  end
  return all
end

plugin:hook("entry.validate", function(event)
  if event.entry.content.title:find("禁", 1, true) then
    table.insert(event.problems, { field = "title", message = "标题里有“禁”字。" })
  end
end)

plugin:hook("entry.submit", function(event)
  if event.entry.content.body:find("拦", 1, true) and not event.override then
    table.insert(event.problems, { field = "body", message = "正文里有“拦”字。" })
  end
end)

plugin:hook("entry.published", function(event)
  note("published", event.entry.id .. " " .. event.entry.url)
end)

plugin:hook("entry.withdrawn", function(event)
  note("withdrawn", event.entry.id)
end)

plugin:hook("entry.view", function(event)
  event.view.mark = "颜色：" .. (event.entry.content.colour or "无")
  event.view.include = "没有"
  event.entry.body = event.entry.body ..
    '<p onclick="x()">插件的尾巴<script>alert(1)</script></p>'
end)

plugin:hook("column.view", function(event)
  event.view.mark = "共 " .. #event.entries .. " 篇"
end)

plugin:hook("home.blocks", function(event)
  table.insert(event.blocks, { template = "trace/block", position = 2,
    view = { text = "第二块" } })
  table.insert(event.blocks, { template = "trace/block", position = 1,
    view = { text = "第一块" } })
  table.insert(event.blocks, { template = "trace/broken", view = {} })
end)

plugin:hook("head.meta", function(event)
  table.insert(event.meta.tags, { name = "trace", content = event.kind })
  table.insert(event.meta.links, { rel = "alternate", href = "/trace.txt",
    type = "text/plain", title = "痕迹" })
  table.insert(event.meta.links, { rel = "stylesheet", href = "/evil.css" })
end)

plugin:hook("desk.menu", function(event)
  table.insert(event.items, { key = "trace.menu", url = "/desk/trace",
    act = "trace.see", position = 15 })
end)

plugin:hook("desk.entry", function(event)
  table.insert(event.panels, { title = "痕迹", template = "trace/block",
    view = { text = "修订 " .. tostring(event.revision) } })
end)

plugin:route("trace", "GET /trace", { permission = "public", cache = "n" },
  function(req)
    return req:render("trace/list", { meta = { title = "痕迹" }, rows = rows(),
      n = req.query.n or "", other = req.query.other or "" })
  end)

plugin:route("trace.text", "GET /trace.txt", { permission = "public" },
  function(req)
    return req:send{ type = "text/plain; charset=utf-8",
      body = table.concat(rows(), "\n"), headers = { etag = '"one"' } }
  end)

plugin:route("trace.wrong", "GET /trace.html", { permission = "public" },
  function(req) return req:send{ type = "text/html", body = "<b>x</b>" } end)

plugin:route("trace.write", "GET /trace/write", { permission = "public" },
  function(req)
    note("get", 1)
    return req:json(rows())
  end)

plugin:route("trace.ask", "GET /trace/ask", { permission = "public", form = true },
  function(req)
    return req:render("trace/list", { meta = { title = "写" }, rows = {}, n = "",
      other = "" })
  end)

plugin:route("trace.ask.do", "POST /trace/ask",
  { permission = "public", form = true }, function(req)
    local form <const>, bad <const> = req:form{ word = { "line", max = 10,
      required = true } }
    if not form then return req:json(bad, 422) end
    note("asked", form.word)
    return req:redirect("/trace")
  end)

plugin:route("trace.desk", "GET /desk/trace", { permission = "trace.see" },
  function(req)
    return req:render("trace/desk", { title = "痕迹", v = { rows = rows() } })
  end)

plugin:job("tick", function() note("job", plugin:site()) end)
plugin:command("rows", function() return { rows = rows() } end)
