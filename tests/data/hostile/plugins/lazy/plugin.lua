return {
  name = "lazy",
  title = "惰性模式",
  version = "1.0.0",
  api = 1,
}
