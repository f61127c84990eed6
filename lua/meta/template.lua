---@meta
-- What every template sees, for editors (LuaLS).  The functions are in
-- core/script/helper.c, render.c, raw.c and live_bind.c.

---@class raw Text that is written as it is.

---@class entry
---@field id integer
---@field title string
---@field summary string
---@field url string
---@field column string path of the column
---@field column_title string
---@field type string
---@field cover? { url: string, alt: string, width: integer, height: integer }
---@field published_at integer unix seconds
---@field tags string[]
---@field source string

---@class column
---@field id integer
---@field path string
---@field title string
---@field url string
---@field type string
---@field children column[]

---Writes `s` unescaped: only for HTML that the core has cleaned.
---@param s string?
---@return raw
function raw(s) end

---A text of site, theme, plugin or core; the key where there is none.
---@param key string
---@param args? table for {name} in the text
---@return string
function t(key, args) end

---@param path string "site.css", or "desk/app.js" of a plugin
---@return string address
function asset(path) end

---@param name string a route's name
---@param params? table
---@return string address
function link(name, params) end

---@param unix integer?
---@param form? "minute"|"day"|"short"|"long"|"iso"
---@return string?
function date(unix, form) end

---@param n integer
---@return string "3.4 KB"
function bytes(n) end

---@param text string?
---@param n integer characters
---@return string
function excerpt(text, n) end

---Renders another template; its globals are `vars` over the helpers.
---@param name string
---@param vars? table
---@return raw
function include(name, vars) end

---Has this template rendered into another, as its `content`.
---@param name string
function layout(name) end

---@type table the template's own variables, for names that may not be set
view = {}
---@type { name: string, title: string, host: string, profile: string, theme: string, lang: string, settings: table }
site = {}
---@type { path: string, url: string, host: string, lang: string, query: table, csrf?: string, user?: table }
page = {}

cms = {}

---@param query { column?: string, children?: boolean, with_cover?: boolean, type?: string, limit?: integer, offset?: integer }
---@return entry[]
function cms.latest(query) end

---@param query { column?: string, children?: boolean, with_cover?: boolean, type?: string }
---@return integer
function cms.count(query) end

---@param path string
---@return column?
function cms.column(path) end

---The same table wherever a page asks for it: don't change it.
---@return column[] top columns, with children
function cms.menu() end

---@param id integer
---@return entry?
function cms.entry(id) end

---As lists have it: without text and attachments, and for less work.
---@param id integer
---@return entry?
function cms.summary(id) end

---A plugin's part of a page (home.blocks, desk.entry); left out where it fails.
---@param part { template: string, view?: table }
function block(part) end

---What the desk has around a page of staff, for layouts.
---@return { menu: table[], done: string|false, overdue: table|false }
function frame() end
