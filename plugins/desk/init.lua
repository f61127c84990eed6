-- The staff pages.  A file a noun; each registers its own routes.
for _, noun in ipairs{ "session", "bench", "entries", "write", "acts",
    "revisions", "review", "media", "columns", "workflow", "users", "resets", "grants",
    "units", "site", "logo", "blocks", "plugins", "audit", "policy" } do
  require("desk." .. noun)
end
