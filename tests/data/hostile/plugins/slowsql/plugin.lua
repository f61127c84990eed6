return {
  name = "slowsql",
  title = "查询死循环",
  version = "1.0.0",
  api = 1,
  capabilities = { "db" },
}
