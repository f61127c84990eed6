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

---@class plugin
---@field name string
---@field version string
---@field config table the site's settings over the manifest's defaults
---@field cms table plugin.cms.entry.submit{ … } → table, or nil and a fault
local plugin = {}

---@param name string begins with the plugin's name
---@param address string "GET /path/{id:int}/{rest*}"
---@param options { permission: string, form?: boolean, editor?: boolean, open?: boolean, cache?: string } cache: query names ("page q") that the page depends on; it is kept until the site changes
---@param handler fun(req: request): table?, fault?
function plugin:route(name, address, options, handler) end

---Changes the payload in place.
---@param event "home.blocks"|"entry.view"|"column.view"|"head.meta"|"desk.menu"
---@param f fun(payload: table)
function plugin:hook(event, f) end

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

---For hooks and jobs, in the site's language; a request has its own.
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

---May the one who acts do this anywhere on the site?
---@param act string
---@return boolean
function plugin:permits(act) end

return plugin
