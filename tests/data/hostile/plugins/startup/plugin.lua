return {
  name = "startup",
  title = "启动死循环",
  version = "1.0.0",
  api = 1,
}
