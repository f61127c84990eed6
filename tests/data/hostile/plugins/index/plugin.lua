return {
  name = "index",
  title = "__index",
  version = "1.0.0",
  api = 1,
}
