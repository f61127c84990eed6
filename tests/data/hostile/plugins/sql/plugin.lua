return {
  name = "sql",
  title = "越权的 SQL",
  version = "1.0.0",
  api = 1,
  capabilities = { "db" },
}
