-- What `mingchuang words` runs.
local plugin <const> = ...
local check <const> = require "wordcheck.check"
local csv <const> = require "wordcheck.csv"
local store <const> = require "wordcheck.store"

plugin:command("check", function(input)
  check.ensure()
  return { hits = check.text(input.text, { html = input.html, max = 10000 }) }
end)

-- What is wrong with the list as a whole is no failure of the plugin.
plugin:command("import", function(input)
  check.ensure()
  plugin:deed(plugin:t("wordcheck.deed.list", { list = input.list }))
  local out <const>, err <const> = csv.import(input.csv, { name = input.list,
    title = input.list, severity = input.severity, version = input.version,
    by = "mingchuang words import" })
  if not out then return { problem = err.message } end
  for _, r in ipairs(out.report) do
    r.message = plugin:t("wordcheck.report." .. r.key, r)
  end
  return out
end)

plugin:command("lists", function()
  check.ensure()
  return { lists = store.lists() }
end)

return true
