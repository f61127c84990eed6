---@meta
-- The handle that init.lua and a plugin's modules get as `...`, for editors
-- (LuaLS).  It is made by lua/cms/plugin.lua; requests by request.lua.

---@class fault
---@field code string "entry.stale"
---@field status integer HTTP status
---@field field? string
---@field detail? string
---@field message string in the reader's language
---@field out? table both texts of a conflict

---@class request
---@field method string
---@field path string
---@field params table what the pattern captured; {name:int} as integer
---@field query table<string, string>
---@field form_fields table<string, string> the first of each name
---@field form_lists table<string, string[]> names that came more than once
---@field uploads { field: string, name: string, type: string, length: integer, upload: integer }[]
---@field user? table
---@field lang string
local request = {}

---@param key string
---@param args? table
---@return string
function request:t(key, args) end

---The form's values, or nil, { field = sentence }, and what could be read.
---@param schema table<string, table> see lua/cms/form.lua
---@return table?, table<string, string>?, table?
function request:form(schema) end

---@param template string
---@param view? table
---@param status? integer
function request:render(template, view, status) end

---@param url string a path of this site
---@param status? integer
function request:redirect(url, status) end

---@param value any
---@param status? integer
function request:json(value, status) end

---Only with the capability "session".
---@param credentials { name: string, password: string }
---@return table?, fault?
function request:sign_in(credentials) end

---@return boolean?, fault?
function request:sign_out() end

---Sends text as it is; types and headers of a short list (core/web/send.c).
---@param reply { type: string, body: string, status?: integer, headers?: table<string, string> }
function request:send(reply) end

---@class database
local database = {}

---Rows of the plugin's own tables (NAME_*) and of live, "column", tombstone and
---ledger; at most 10,000.  A column called x_json becomes x, parsed.  Wrong SQL
---raises; nil and a fault where good SQL meets a constraint, a lock or a bound.
---@param sql string with named parameters, ":id"
---@param params? table<string, any> a table becomes JSON; what isn't given is NULL
---@return table[]?, fault?
function database:all(sql, params) end

---The first row, or nil.
---@param sql string
---@param params? table<string, any>
---@return table?, fault?
function database:one(sql, params) end

---Not for visitors' requests (GET), which only read.
---@param sql string
---@param params? table<string, any>
---@return integer? changes, fault?
function database:run(sql, params) end

---@param sql string
---@param params? table<string, any>
---@return integer? id, fault?
function database:insert(sql, params) end

---Keeps what f did, unless it raises or returns nil and a fault.  No acts
---(plugin.cms) that change something inside.
---@param f fun(): any, any
---@return any, any
function database:transaction(f) end

---@class web
local web = {}

---What the web answers: { status, url, type, etag, modified, body }.  In jobs.
---@param url string
---@param options? { etag?: string, modified?: string }
---@return table?, fault?
function web:get(url, options) end

---The same with feed and items (core/html/feed.h) for the body.
---@param url string
---@param options? { etag?: string, modified?: string, items?: integer }
---@return table?, fault?
function web:feed(url, options) end

---Could the address be asked?  Anywhere.
---@param url string
---@return boolean?, fault?
function web:check(url) end

---@class plugin
---@field name string
---@field version string
---@field http? web with the capability "http.out"
---@field db? database with the capability "db"
---@field config table the site's settings over the manifest's defaults
---@field cms table plugin.cms.entry.submit{ … } → table, or nil and a fault ("plugin.act" where the plugin may not ask for it: hooks and GET only read, jobs make and submit drafts, core/script/plugin_act.c); plugin.cms:receive(kind, values, mask), plugin.cms:ask(kind, values) and plugin.cms:receipt(code, req, kind): lua/cms/letters.lua
local plugin = {}

---@param name string begins with the plugin's name
---@param address string "GET /path/{id:int}/{rest*}"
---@param options { permission: string, form?: boolean, editor?: boolean, open?: boolean, reads?: boolean, cache?: string } reads: changes nothing, though it is no GET, and so stands in no record of acts; cache: query names ("page q") that the page depends on; it is kept until the site changes
---@param handler fun(req: request): table?, fault?
function plugin:route(name, address, options, handler) end

---Changes the payload in place.  Of entry.validate, entry.submit and
---submission.check the manifest tells: guards = { "entry.submit" }.
---@param event "entry.validate"|"entry.submit"|"entry.view"|"entry.published"|"entry.withdrawn"|"column.view"|"home.blocks"|"head.meta"|"submission.check"|"submission.received"|"desk.menu"|"desk.entry"|"doctor"
---@param f fun(payload: table)
function plugin:hook(event, f) end

---A job of the manifest; the clerk runs it when it is due, with 5 s of the
---processor.  nil and an error, or raising: it is tried again later.
---@param name string
---@param f fun(event: { job: string }): any, any
function plugin:job(name, f) end

---Asks for one run of a job in that many seconds.
---@param name string
---@param seconds integer
---@return boolean?, fault?
function plugin:after(name, seconds) end

---For commands of the program.
---@param name string
---@param f fun(input: table): table?, any
function plugin:command(name, f) end

---Hands an event of this plugin, "NAME.WHAT", to the site's plugins.
---@param event string
---@param payload table
---@return table what they made of it
function plugin:emit(event, payload) end

---@param text string
function plugin:log(text) end

---How a Chinese text is read, without tones.
---@param text string
---@return { full: string, initials: string } "dangjian", "dj"
function plugin:pinyin(text) end

---Word by word: 头发和发展 becomes 頭髮和發展.
---@param text string
---@return string
function plugin:traditional(text) end

---@param text string
---@return string
function plugin:simplified(text) end

---For hooks and jobs, in Chinese; a request knows its reader's language.
---@param key string
---@param args? table
---@return string
function plugin:t(key, args) end

---@return integer unix seconds
function plugin:now() end

---@param text string "2026-04-28", "2026-04-28T09:30", RFC 3339
---@return integer?
function plugin:time(text) end

---@param unix integer
---@param form? "minute"|"day"
---@return string
function plugin:date(unix, form) end

---@param name string
---@param params? table
---@return string
function plugin:link(name, params) end

---The name of the site that is asked: one state of a plugin serves several.
---@return string
function plugin:site() end

---The site as templates see it.
---@return { name: string, title: string, host: string, lang: string, settings: table }
function plugin:about() end

---@class linker
local linker = {}

---Clean HTML with links at the first mention of each subject, the longest word
---first; never within links, headings, code, nor to `self`.
---@param html string
---@param self? integer the subject of the page
---@param max? integer
---@return string html
---@return integer links
function linker:apply(html, self, max) end

---Compiles words; keep it from one page to the next.
---@param words { [1]: integer, [2]: string, [3]: string }[] subject, word, path of this site
---@return linker
function plugin:linker(words) end

---May the one who acts do this anywhere on the site; with a column's id, by a
---role that holds in it?
---@param act string
---@param column? integer
---@return boolean
function plugin:permits(act, column) end

---What the record of acts says of this route or command, in place of what its
---address names. What visitors wrote has no place there.
---@param text string at most 80 characters
function plugin:deed(text) end

---HMAC-SHA256 in base64url: a mark by which a text is known again, and not read.
---@param key string
---@param text string
---@return string
function plugin:hmac(key, text) end

---Working days by the State Council's calendar and the site's own.
---@return { add_working_days: fun(self, unix: integer, n: integer): integer, working_days_between: fun(self, from: integer, to: integer): integer, is_working_day: fun(self, unix: integer): boolean, knows: fun(self, year: integer): boolean }
function plugin:calendar() end

---For forms that anybody may send: issue() for the template
---partials/challenge, check(req) in the POST route, which is `open`.
---@return { issue: fun(self): table, check: fun(self, req: request): boolean?, fault? }
function plugin:challenge() end

return plugin
