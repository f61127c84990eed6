-- Items of outside feeds become entries that wait for review, never anything
-- that is live.  The clerk's job asks one feed at a time; what fails is asked
-- again later and later.
local plugin <const> = ...
local item <const> = require "feeds.item"

local FIRST <const> = 10	-- of a feed that is read for the first time
local ROUND <const> = 20	-- entries of one answer
local ITEMS <const> = 100	-- looked at in one answer
local LATEST <const> = 86400	-- seconds between two tries, at the most
local FAILING <const> = 3	-- times in a row before the doctor tells
local OLD_KEYS <const> = 2000	-- hidden in one run
local KEY_BYTES <const> = 300

local intake <const> = {}

local function hidden(key)
  local own <const> = plugin.db:one("SELECT key FROM feeds_key").key
  return "h:" .. plugin:hmac(own, key)
end

-- The names under which an item is remembered: hashes, for nothing of what it
-- said may outlive a purge.
local function keys_of(source, one)
  local keys <const> = {}
  local function add(kind, text)
    if text and text ~= "" then
      keys[#keys + 1] = hidden(kind .. text:sub(1, KEY_BYTES))
    end
  end
  add("id:" .. source.id .. ":", one.id)
  add("link:", one.link)
  if one.title_text and one.published then
    add("title:", one.published:sub(1, 10) .. " " .. one.title_text)
  end
  if #keys == 0 then
    add("text:" .. source.id .. ":", (one.title_text or "") .. "\n" ..
      (one.content or one.summary or ""))
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
  return false
end

local function remember(source, keys, entry)
  for _, key in ipairs(keys) do
    plugin.db:run("INSERT OR IGNORE INTO feeds_seen (key, source, entry, at)" ..
      " VALUES (:key, :source, :entry, :at)", { key = key, source = source.id,
      entry = entry, at = plugin:now() })
  end
end

-- Its number, or nil and why it couldn't be taken.
local function take(source, column, one)
  if item.title(one) == "" then
    return nil, { status = 422, message = plugin:t("feeds.empty",
      { what = one.link or one.id or "—" }) }
  end
  local entry <const>, err <const> = plugin.cms.entry.create(
    item.entry(source, column, one))
  if not entry then
    return nil, { status = err.status, message = plugin:t("feeds.refused",
      { title = item.title(one), why = err.message }) }
  end
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
  for _, one in ipairs(items) do
    local keys <const> = keys_of(source, one)
    if not seen(keys) then
      if count == max then
        left = true
        if not source.good_at then remember(source, keys, nil) end
      else
        local id <const>, err <const> = take(source, column, one)
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
    problem = :problem, next_at = iif(wish, next_at, :next),
    paused = paused OR :pause WHERE id = :id]],
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
  plugin.db:run("UPDATE feeds_source SET wish = 0 WHERE id = :id", { id = source.id })
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
    failures = 0, problem = :problem, taken = taken + :count,
    next_at = iif(wish, next_at, :next), etag = iif(wish, '', :etag),
    modified = iif(wish, '', :modified) WHERE id = :id]],
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

local function due()
  return plugin.db:one("SELECT * FROM feeds_source WHERE paused = 0" ..
    " AND next_at <= :now ORDER BY next_at LIMIT 1", { now = plugin:now() })
end

-- One feed that is due; more are for the next run, so that nothing waits long
-- for the clerk.
function intake.job()
  if not hide_old() then return plugin:after("fetch", 1) end
  local source <const> = due()
  if source then intake.run(source) end
  if due() then plugin:after("fetch", 1) end
end

return intake
