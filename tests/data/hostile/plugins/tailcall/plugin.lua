return {
  name = "tailcall",
  title = "尾调用",
  version = "1.0.0",
  api = 1,
}
