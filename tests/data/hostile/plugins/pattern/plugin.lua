return {
  name = "pattern",
  title = "灾难性模式",
  version = "1.0.0",
  api = 1,
}
