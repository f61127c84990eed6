-- Items of outside feeds become entries that wait for review, never anything
-- that is live.  The clerk's job asks one feed at a time; what fails is asked
-- again later and later.
local plugin <const> = ...

local FIRST <const> = 10	-- of a feed that is read for the first time
local ROUND <const> = 20	-- entries of one answer
local ITEMS <const> = 100	-- looked at in one answer
local LATEST <const> = 86400	-- seconds between two tries, at the most
local FAILING <const> = 3	-- times in a row before the doctor tells
local OLD_KEYS <const> = 2000	-- hidden in one run
local KEY_BYTES <const>, TITLE_MAX <const>, TAGS_MAX <const> = 300, 120, 10

local intake <const> = {}

local function cut(text, max)
  local at <const> = utf8.offset(text, max + 1)
  return at and text:sub(1, utf8.offset(text, max) - 1) .. "…" or text
end

local function line(text, max)
  return cut((text or ""):gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""), max)
end

local function hidden(key)
  local own <const> = plugin.db:one("SELECT key FROM feeds_key").key
  return "h:" .. plugin:hmac(own, key)
end

-- The names under which an item is remembered: hashes, for nothing of what it
-- said may outlive a purge.
local function keys_of(source, item)
  local keys <const> = {}
  local function add(kind, text)
    if text and text ~= "" then
      keys[#keys + 1] = hidden(kind .. text:sub(1, KEY_BYTES))
    end
  end
  add("id:" .. source.id .. ":", item.id)
  add("link:", item.link)
  if item.title_text and item.published then
    add("title:", item.published:sub(1, 10) .. " " .. item.title_text)
  end
  return keys
end

local function seen(keys)
  for _, key in ipairs(keys) do
    if plugin.db:one("SELECT 1 AS known FROM feeds_seen WHERE key = :key",
      { key = key }) then
      return true
    end
  end
  return #keys == 0
end

local function remember(source, keys, entry)
  for _, key in ipairs(keys) do
    plugin.db:run("INSERT OR IGNORE INTO feeds_seen (key, source, entry, at)" ..
      " VALUES (:key, :source, :entry, :at)", { key = key, source = source.id,
      entry = entry, at = plugin:now() })
  end
end

local ESCAPES <const> = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;" }

-- Plain text as paragraphs; HTML is cleaned when it is stored.
local function body_of(item)
  local text <const> = item.content or item.summary or ""
  local kind <const> = item.content and item.content_type or item.summary_type
  if kind ~= "text" then return text end
  local out <const> = {}
  for part in text:gsub('[&<>]', ESCAPES):gmatch("[^\n]+") do
    if part:find("%S") then out[#out + 1] = "<p>" .. part .. "</p>" end
  end
  return table.concat(out, "\n")
end

local function entry_of(source, column, item)
  local tags <const> = {}
  for _, tag in ipairs(item.categories or {}) do
    if #tags < TAGS_MAX and utf8.len(tag) <= 20 then tags[#tags + 1] = tag end
  end
  local author <const> = (item.authors or {})[1]
  local summary = item.content and item.summary ~= item.content and
    item.summary_type == "text" and item.summary or ""
  return { column = column.path, type = "article",
    title = line(item.title_text or item.title or item.link, TITLE_MAX),
    body = body_of(item), summary = cut(summary, 200), source = source.name,
    source_link = item.link and item.link:match("^https?://%S+$") or nil,
    author = author and author.name and line(author.name, 40) or nil,
    tags = #tags > 0 and tags or nil }
end

-- Its number, or nil and why it couldn't be taken.
local function take(source, column, item)
  local entry <const>, err <const> = plugin.cms.entry.create(
    entry_of(source, column, item))
  if not entry then return nil, err end
  -- Nobody has looked for secrets yet: the first reviewer has to, by name.
  -- What a plugin refuses to submit stays a draft for the editors.
  plugin.cms.entry.submit{ id = entry.id, secrecy_checked = false,
    note = plugin:t("feeds.note", { name = source.name }) }
  return entry.id
end

-- How many were taken, whether more are left, and the first problem.
local function take_all(source, column, items)
  local max <const> = source.good_at and ROUND or FIRST
  local count, left, problem = 0, false, nil
  for _, item in ipairs(items) do
    local keys <const> = keys_of(source, item)
    if not seen(keys) then
      if count == max then
        left = true
        if not source.good_at then remember(source, keys, nil) end
      else
        local id <const>, err <const> = take(source, column, item)
        if err and (err.status or 500) >= 500 then return count, true, err end
        remember(source, keys, id)
        if id then count = count + 1 else problem = problem or err end
      end
    end
  end
  return count, left and source.good_at, problem
end

local function failed(source, message, pause)
  local now <const> = plugin:now()
  local wait <const> = math.min(source.every << math.min(source.failures, 8), LATEST)
  plugin.db:run([[UPDATE feeds_source SET asked_at = :now, failures = failures + 1,
    problem = :problem, next_at = :next, paused = paused OR :pause WHERE id = :id]],
    { id = source.id, now = now, next = now + math.max(wait, source.every),
      problem = message, pause = pause and 1 or 0 })
end

local function status_message(status)
  return plugin:t(status == 410 and "feeds.gone" or "feeds.status",
    { status = status })
end

-- Keys as they were kept before; true when none is left.
local function hide_old()
  local old <const> = plugin.db:all("SELECT key FROM feeds_seen" ..
    " WHERE substr(key, 1, 2) <> 'h:' LIMIT :max", { max = OLD_KEYS })
  plugin.db:transaction(function()
    for _, row in ipairs(old) do
      plugin.db:run("UPDATE OR REPLACE feeds_seen SET key = :new WHERE key = :old",
        { new = hidden(row.key), old = row.key })
    end
  end)
  return #old < OLD_KEYS
end

-- Asks one feed and takes what is new.
function intake.run(source)
  local column <const> = plugin.db:one('SELECT path FROM "column" WHERE id = :id',
    { id = source.column })
  if not column then return failed(source, plugin:t("feeds.no_column"), true) end
  local got <const>, err <const> = plugin.http:feed(source.url,
    { etag = source.etag, modified = source.modified, items = ITEMS })
  if not got then return failed(source, err.message) end
  if got.status ~= 200 and got.status ~= 304 then
    return failed(source, status_message(got.status), got.status == 410)
  end
  local count, left, problem = 0, false, nil
  if got.items then count, left, problem = take_all(source, column, got.items) end
  local now <const> = plugin:now()
  -- Without its marks the feed is sent whole again, and the rest is taken.
  plugin.db:run([[UPDATE feeds_source SET asked_at = :now, good_at = :now,
    failures = 0, problem = :problem, taken = taken + :count, next_at = :next,
    etag = :etag, modified = :modified WHERE id = :id]],
    { id = source.id, now = now, count = count, next = now + source.every,
      problem = problem and problem.message or "",
      etag = got.status == 304 and source.etag or left and "" or got.etag,
      modified = got.status == 304 and source.modified or left and "" or
        got.modified })
  if count > 0 then
    plugin:log(("%d entries of %s wait for review"):format(count, source.name))
  end
end

-- Those that failed again and again.
function intake.failing()
  return plugin.db:all("SELECT name, url, failures, problem FROM feeds_source" ..
    " WHERE failures >= :many AND paused = 0 ORDER BY failures DESC LIMIT 20",
    { many = FAILING })
end

-- One feed that is due; more are for the next run, so that nothing waits long
-- for the clerk.
function intake.job()
  if not hide_old() then return plugin:after("fetch", 1) end
  local due <const> = plugin.db:all("SELECT * FROM feeds_source WHERE paused = 0" ..
    " AND next_at <= :now ORDER BY next_at LIMIT 2", { now = plugin:now() })
  if due[1] then intake.run(due[1]) end
  if due[2] then plugin:after("fetch", 1) end
end

return intake
