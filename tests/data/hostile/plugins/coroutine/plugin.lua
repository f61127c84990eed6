return {
  name = "coroutine",
  title = "协程里的死循环",
  version = "1.0.0",
  api = 1,
}
