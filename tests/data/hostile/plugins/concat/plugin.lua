return {
  name = "concat",
  title = "超大拼接",
  version = "1.0.0",
  api = 1,
}
