return {
  name = "answer",
  title = "超大回答",
  version = "1.0.0",
  api = 1,
}
