-- The staff pages.  A file a noun; each registers its own routes.
for _, noun in ipairs{ "session", "bench", "entries", "write", "acts",
    "revisions", "review", "media" } do
  require("desk." .. noun)
end
