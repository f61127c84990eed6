-- The staff's page of outside feeds: which column takes in which, how it went,
-- add, pause, ask now, remove.
local plugin <const> = ...

local ACT <const> = "feeds.intake"
local HOURS <const> = { 1, 3, 6, 12, 24 }
local SOURCES_MAX <const> = 200
local FORM <const> = { url = { "line", max = 1000, required = true },
  name = { "line", max = 60, required = true },
  column = { "line", max = 400, required = true },
  hours = { "int", min = 1, max = 24, required = true } }

local function columns()
  return plugin.db:all('SELECT id, path, title FROM "column"' ..
    " WHERE type = 'article' ORDER BY path")
end

local function sources()
  return plugin.db:all([[SELECT s.*, k.title AS column_title, k.path AS column_path
    FROM feeds_source s LEFT JOIN "column" k ON k.id = s."column"
    ORDER BY k.path, s.name LIMIT :max]], { max = SOURCES_MAX })
end

local DONE <const> = { added = true, paused = true, resumed = true, removed = true,
  asked = true }

local function show(req, values, problems, status)
  return req:render("feeds/sources", { title = req:t("feeds.title"),
    sources = sources(), columns = columns(), hours = HOURS,
    values = values or { hours = 3 }, problems = problems or {},
    said = DONE[req.query.done] and "feeds.done." .. req.query.done or false,
    now = plugin:now() }, status)
end

local function back(req, done)
  if done ~= "paused" and done ~= "removed" then plugin:after("fetch", 0) end
  return req:redirect("/desk/feeds?done=" .. done)
end

-- Why the address can't be taken in, or nil.
local function wrong_url(req, url)
  local fine <const>, err <const> = plugin.http:check(url)
  if not fine then return err.message end
  if plugin.db:one("SELECT 1 AS here FROM feeds_source WHERE url = :url",
    { url = url }) then
    return req:t("feeds.known")
  end
  return nil
end

plugin:route("feeds.sources", "GET /desk/feeds", { permission = ACT },
  function(req) return show(req) end)

plugin:route("feeds.add", "POST /desk/feeds", { permission = ACT }, function(req)
  local form <const>, problems, typed = req:form(FORM)
  if not form then return show(req, typed or req.form_fields, problems, 422) end
  local column <const> = plugin.db:one('SELECT id FROM "column" WHERE path = :path' ..
    " AND type = 'article'", { path = form.column })
  problems = { url = wrong_url(req, form.url),
    column = not column and req:t("feeds.no_column") or nil }
  if next(problems) then return show(req, form, problems, 422) end
  local now <const> = plugin:now()
  plugin:deed(form.name)
  plugin.db:run([[INSERT INTO feeds_source ("column", url, name, every, next_at,
    added_by, added_at) VALUES (:column, :url, :name, :every, :now, :by, :now)]],
    { column = column.id, url = form.url, name = form.name,
      every = form.hours * 3600, now = now, by = req.user.display })
  return back(req, "added")
end)

-- One of the buttons beside a feed: SQL for it, and what is said then.
local ACTS <const> = {
  pause = { "UPDATE feeds_source SET paused = 1 WHERE id = :id", "paused" },
  resume = { "UPDATE feeds_source SET paused = 0, failures = 0, next_at = :now," ..
    " wish = 1 WHERE id = :id", "resumed" },
  ask = { "UPDATE feeds_source SET next_at = :now, etag = '', modified = ''," ..
    " wish = 1 WHERE id = :id", "asked" },
  remove = { "DELETE FROM feeds_source WHERE id = :id", "removed" },
}

plugin:route("feeds.change", "POST /desk/feeds/{id:int}/{act}", { permission = ACT },
  function(req)
    local act <const> = ACTS[req.params.act]
    if not act then return nil, { code = "page.unknown", status = 404 } end
    local values <const> = { id = req.params.id }
    local feed <const> = plugin.db:one("SELECT name FROM feeds_source " ..
      "WHERE id = :id", values)
    if not feed then return nil, { code = "page.unknown", status = 404 } end
    plugin:deed(req:t("feeds.deed." .. req.params.act, { name = feed.name }))
    if act[1]:find(":now", 1, true) then values.now = plugin:now() end
    plugin.db:run(act[1], values)
    return back(req, act[2])
  end)

plugin:hook("desk.menu", function(event)
  if plugin:permits(ACT) then
    table.insert(event.items, { key = "feeds.menu", url = "/desk/feeds",
      act = ACT, position = 55 })
  end
end)

return true
