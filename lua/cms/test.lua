-- What tests of plugins are written in: plugins/NAME/tests/WHAT.lua, run by
-- `mingchuang plugin test FILE`.
--
--   test("a question is answered with a code", function(t)
--     local page <const> = t:post("/qa", { title = "…" })
--     equal(page.status, 200)
--     contains(page.body, "回执")
--   end)
--
-- Each test has a fresh site of its own, in which the plugin and what it needs
-- is enabled, its offered columns are there, and "news".  `as` is a role
-- ("editor", "reviewer1", "site_keeper" …); without it a visitor asks, and
-- acts are done by the system itself.

local shown

local function shown_table(v, depth)
  local keys <const>, parts <const> = {}, {}
  for k in pairs(v) do keys[#keys + 1] = k end
  table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
  for _, k in ipairs(keys) do
    parts[#parts + 1] = (type(k) == "string" and k .. " = " or "") ..
      shown(v[k], depth + 1)
  end
  return "{ " .. table.concat(parts, ", ") .. " }"
end

function shown(v, depth)
  if type(v) == "string" then return string.format("%q", v) end
  if type(v) == "table" and (depth or 0) < 6 then
    return shown_table(v, depth or 0)
  end
  return tostring(v)
end

local function same(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  for k, v in pairs(a) do
    if not same(v, b[k]) then return false end
  end
  for k in pairs(b) do
    if a[k] == nil then return false end
  end
  return true
end

local function equal(got, want)
  if not same(got, want) then
    error("got " .. shown(got) .. ", not " .. shown(want), 2)
  end
end

local function ok(v, why)
  if v then return v end
  error(type(why) == "table" and shown(why) or why or "it doesn't hold", 2)
end

local function contains(text, part)
  if not tostring(text):find(part, 1, true) then
    error(shown(part) .. " isn't in " .. shown(text), 2)
  end
end

local function lacks(text, part)
  if tostring(text):find(part, 1, true) then
    error(shown(part) .. " is in " .. shown(text), 2)
  end
end

local site <const> = {}

local function ask(t, method, path, more)
  local q <const> = more or {}
  local reply <const>, err <const> = t.core.ask("request", { method = method,
    path = path, as = q.as, form = q.form, json = q.json,
    headers = q.headers })
  if not reply then error(shown(err), 3) end
  return reply
end

-- { status, headers, body }; options: as, headers.
function site:get(path, options) return ask(self, "GET", path, options) end

-- Sends a form, with the token that its page would have; fields are texts or
-- lists of texts.
function site:post(path, fields, options)
  local q <const> = options or {}
  return ask(self, "POST", path, { as = q.as, headers = q.headers,
    form = fields or {} })
end

-- Sends JSON, as programs do.
function site:json(method, path, value, options)
  local q <const> = options or {}
  return ask(self, method, path, { as = q.as, headers = q.headers,
    json = value })
end

-- An act: its result, or nil and { code, status, field, detail }.
function site:act(name, input, options)
  return self.core.ask("act", { name = name, input = input or {},
    as = options and options.as })
end

-- The id of an entry that is live, having passed all its reviewers.
function site:publish(content)
  local draft <const> = assert(self:act("entry.create", content,
    { as = "editor" }))
  local state, err = self:act("entry.submit", { id = draft.id,
    secrecy_checked = true }, { as = "editor" })
  while state and state.state == "review" do
    state, err = self:act("entry.approve", { id = draft.id,
      hash = draft.hash }, { as = "reviewer" .. state.step })
  end
  if not state then error(shown(err), 2) end
  return draft.id
end

-- A plugin's job, as the clerk runs it, and one of its commands.
function site:job(name) return self.core.ask("job", { name = name }) end
function site:command(name, input)
  return self.core.ask("command", { name = name, input = input or {} })
end

-- The names that a file of tests sees.
local function new(core)
  local function test(name, f)
    local made <const>, err <const> = core.ask("fresh", {})
    local done, message
    if made then
      done, message = pcall(f, setmetatable({ core = core },
        { __index = site, __metatable = false }))
    else
      message = "the site can't be made: " .. shown(err)
    end
    core.tell((done and "ok " or "not ok ") .. name, not done)
    if not done then
      core.tell("# " .. (tostring(message):gsub("\n", "\n# ")))
    end
  end
  return { test = test, equal = equal, ok = ok, contains = contains,
    lacks = lacks, shown = shown }
end

return new
