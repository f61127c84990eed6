return {
  name = "nested",
  title = "嵌套 pcall",
  version = "1.0.0",
  api = 1,
}
