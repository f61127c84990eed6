return {
  name = "loop",
  title = "死循环",
  version = "1.0.0",
  api = 1,
}
