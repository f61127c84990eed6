return {
  name = "errors",
  title = "处处出错",
  version = "1.0.0",
  api = 1,
}
