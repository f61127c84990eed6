-- The handle of a plugin: what init.lua gets as its argument.  Everything that
-- a plugin registers goes through it, while init.lua runs, and is gone with it.

local acts <const> = require "cms.acts"
local i18n <const> = require "cms.i18n"
local letters <const> = require "cms.letters"
local place <const> = require "cms.place"
local database <const> = require "cms.database"
local request <const> = require "cms.request"
local word_lists <const> = require "cms.words"

local METHODS <const> = { GET = true, POST = true, PUT = true, PATCH = true,
  DELETE = true }
local EVENTS <const> = {}
for name in ([[entry.validate entry.submit entry.view entry.published
    entry.withdrawn column.view home.blocks head.meta submission.check submission.received
    desk.menu desk.entry desk.frame doctor]]):gmatch("%S+") do
  EVENTS[name] = true
end

local handle <const> = {}

local function check(good, ...)
  if not good then error(string.format(...), 3) end
end

-- What {name:int} captures is handed over as an integer.
local function convert(pattern, params)
  for name in pattern:gmatch("{([%w_]+):int}") do
    params[name] = math.tointeger(tonumber(params[name] or ""))
  end
end

-- plugin:route(name, "METHOD /pattern", { permission = … }, handler)
function handle:route(name, address, options, handler)
  local r <const> = self.registered
  check(self.open, "routes are registered while init.lua runs")
  check(type(name) == "string" and (name == self.name or
    name:find("^" .. self.name .. "%.[%w_.]+$")),
    "a route's name has to begin with \"%s.\"", self.name)
  check(not r.handlers[name], "the route %s is there already", name)
  local method, pattern = tostring(address):match("^(%u+) (/%S*)$")
  check(METHODS[method], "route %s: \"METHOD /pattern\" is expected", name)
  check(type(options) == "table", "route %s: options are expected", name)
  check(type(handler) == "function", "route %s: a function is expected", name)
  local core <const>, permission <const> = self.core, options.permission
  check(permission == "public" or permission == "session" or
    self.permissions[permission] or core.known(tostring(permission)),
    "route %s: permission has to be \"public\", \"session\", the name of an " ..
    "act or one of the plugin's own permissions", name)
  check(options.cache == nil or (type(options.cache) == "string" and
    method == "GET" and permission == "public" and not options.form),
    "route %s: cache is a text with query names, for a GET route that is " ..
    "public and has no form", name)
  local root <const>, own <const> = place.find(pattern, self.columns, self.desk)
  check(root, "route %s: %s", name, own)
  r.order[#r.order + 1] = { name = name, method = method, pattern = pattern,
    options = options, root = not own and root ~= "desk" and root or nil }
  r.handlers[name] = function(req)
    req.params = req.params or {}
    convert(pattern, req.params)
    return handler(request.new(core, req))
  end
end

-- plugin:hook(event, function(payload) … end) changes the payload in place.
function handle:hook(event, f)
  local r <const> = self.registered
  check(self.open, "hooks are registered while init.lua runs")
  check(EVENTS[event], "there is no event %s", tostring(event))
  check(type(f) == "function", "hook %s: a function is expected", event)
  if not r.hooks[event] then
    r.hooks[event] = {}
    r.events[#r.events + 1] = event
  end
  table.insert(r.hooks[event], f)
end

-- plugin:job(name, f) for a job of the manifest; the clerk runs it.
function handle:job(name, f)
  check(self.open, "jobs are registered while init.lua runs")
  check(self.jobs[name], "plugin.lua has no job %s", tostring(name))
  check(type(f) == "function", "job %s: a function is expected", name)
  self.registered.jobs[name] = f
end

-- Asks for one run of a job, soon.
function handle:after(name, seconds) return self.core.after(name, seconds) end

-- plugin:command(name, function(input) … return output end), for commands of
-- the program.
function handle:command(name, f)
  check(self.open, "commands are registered while init.lua runs")
  check(type(name) == "string" and type(f) == "function",
    "command: a name and a function are expected")
  self.registered.commands[name] = f
end

-- Hands an event of this plugin, "NAME.WHAT", round; what plugins made of it.
function handle:emit(event, payload) return self.core.emit(event, payload) end

-- What the record of acts says of this route or command, in place of what its
-- address names: to what it was done, and what; at most 80 characters.  What
-- visitors wrote has no place there.
function handle:deed(text) self.core.deed(tostring(text)) end

function handle:log(text) self.core.log(tostring(text)) end

-- How a Chinese text is read: { full = "dangjian", initials = "dj" }; and the
-- text in simplified or traditional characters, word by word.
function handle:pinyin(text) return self.core.pinyin(text) end
function handle:simplified(text) return self.core.simplified(text) end
function handle:traditional(text) return self.core.traditional(text) end

-- Text of a lang file where there is no request: hooks and jobs.
function handle:t(key, args) return i18n.fill(self.core.text(key), args) end

-- Unix seconds, and to and from text in the time of China.
function handle:now() return self.core.now() end
function handle:time(text) return self.core.time(text) end
function handle:date(unix, form) return self.core.date(unix, form) end

function handle:link(name, params) return self.core.link(name, params) end

-- The site that is asked: one state of the plugin serves several, so that what
-- a module keeps is kept by site.
function handle:site() return self.core.site() end

-- The same as templates see it: { name, title, host, lang, settings = … }.
function handle:about() return self.core.about() end

-- linker{ { subject, word, url }, … }: words that become links in clean HTML,
-- the first mention of each subject; linker:apply(html, self, max).
function handle:linker(words) return self.core.linker(words) end

-- A text file of the plugin's own folder, nil where there is none; a CSV text
-- as rows of texts, or nil and the line that is wrong.
function handle:file(path) return self.core.file(path) end
function handle:csv(text) return self.core.csv(text) end

-- HMAC-SHA256 in base64url: a mark by which a text is known again, and not read.
function handle:hmac(key, text) return self.core.hmac(key, text) end

function handle:calendar() return letters.calendar(self.core) end
function handle:challenge() return letters.challenge(self.core) end

-- May the one who acts do this anywhere on the site?  For menus: the act
-- itself checks again.  With a column's id: by a role that holds in it?
function handle:permits(act, column) return self.core.permits(act, column) end

-- plugin.http: what the web answers, for jobs of the clerk; nil and the error
-- where it doesn't.  check() only looks at the address, anywhere.
local function web(core)
  if not core.fetch then return nil end
  return setmetatable({}, { __metatable = false, __index = {
    get = function(_, url, options) return core.fetch(url, options) end,
    feed = function(_, url, options) return core.fetch_feed(url, options) end,
    check = function(_, url) return core.fetch_check(url) end,
  } })
end

-- The handle, and what it registered (for the core).
local function new(core, manifest)
  local registered <const> = { order = cms.array{}, handlers = {}, hooks = {},
    events = cms.array{}, jobs = {}, commands = {} }
  local self <const> = { core = core, registered = registered, open = true,
    name = manifest.name, permissions = manifest.permissions or {},
    jobs = {}, columns = manifest.columns or {} }
  for _, name in ipairs(manifest.capabilities or {}) do
    self.desk = self.desk or name == "session"
  end
  for _, job in ipairs(manifest.jobs or {}) do self.jobs[job.name] = job end
  local public <const> = { name = manifest.name, version = manifest.version,
    cms = acts(core), http = web(core), db = database(core),
    words = word_lists.new(core) }
  for name, f in pairs(handle) do
    public[name] = function(_, ...) return f(self, ...) end
  end
  registered.close = function()
    for _, job in ipairs(manifest.jobs or {}) do
      if not registered.jobs[job.name] then
        error(("plugins/%s/plugin.lua: 'jobs' names %s, which init.lua has to " ..
          "register: plugin:job(\"%s\", function() … end)"):format(
          manifest.name, job.name, job.name), 0)
      end
    end
    self.open = false
  end
  return setmetatable({}, { __metatable = false,
    __index = function(_, key)
      if key == "config" then return core.config() end
      local v <const> = public[key]
      if v == nil and key == "db" then
        error("the capability \"db\" is missing in plugin.lua", 2)
      end
      if v == nil then error("a plugin's handle has no " .. tostring(key), 2) end
      return v
    end,
    __newindex = function() error("a plugin's handle can't be changed", 2) end,
  }), registered
end

return { new = new }
