return {
  name = "cycle",
  title = "循环引用",
  version = "1.0.0",
  api = 1,
}
