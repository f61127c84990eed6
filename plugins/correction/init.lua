-- 找错.  A file a noun; each registers its own routes.
local plugin <const> = ...
require "correction.send"
require "correction.status"
require "correction.desk"

-- At the end of each article: the way to the form.  The script beside it takes
-- along what the reader selected.
plugin:hook("entry.view", function(event)
  if not plugin.config.open then return end
  event.view.below = event.view.below or {}
  table.insert(event.view.below, { template = "correction/link",
    view = { url = plugin:link("correction.form") .. "?entry=" ..
      event.entry.id } })
end)
