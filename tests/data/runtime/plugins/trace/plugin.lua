-- Uses every part of the runtime, for tests/http/plugins_runtime.test.mjs.
return {
  name = "trace",
  title = "痕迹",
  version = "1.0.0",
  api = 1,
  capabilities = { "db" },
  guards = { "entry.validate", "entry.submit" },
  permissions = { ["trace.see"] = { "site_keeper" } },
  types = {
    { name = "note", title = "trace.note", fields = {
      { name = "title", kind = "line", max = 80, required = true },
      { name = "body", kind = "html" },
      { name = "colour", kind = "line", max = 20, label = "trace.colour" },
    } },
  },
  columns = { { path = "notes", title = "笔记", type = "note" } },
  jobs = { { name = "tick", every = 3600 } },
}
