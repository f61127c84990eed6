return {
  name = "hookloop",
  title = "钩子死循环",
  version = "1.0.0",
  api = 1,
}
