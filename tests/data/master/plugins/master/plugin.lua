-- A plugin that tries to be more than who asks it; tests/http/plugin_acts.test.mjs
-- shows that it isn't.
return {
  name = "master", title = "master", version = "1.0.0", api = 1,
  capabilities = { "db" },
  jobs = { { name = "seize", every = 60 } },
}
