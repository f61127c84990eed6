return {
  name = "neighbour",
  title = "邻居",
  version = "1.0.0",
  api = 1,
  capabilities = { "db" },
}
