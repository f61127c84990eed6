return {
  name = "handle",
  title = "插件句柄",
  version = "1.0.0",
  api = 1,
}
