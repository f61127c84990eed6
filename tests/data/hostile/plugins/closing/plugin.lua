return {
  name = "closing",
  title = "关闭变量",
  version = "1.0.0",
  api = 1,
}
