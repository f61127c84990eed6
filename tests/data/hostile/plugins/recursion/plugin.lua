return {
  name = "recursion",
  title = "无限递归",
  version = "1.0.0",
  api = 1,
}
