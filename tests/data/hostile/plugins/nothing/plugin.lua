return {
  name = "nothing",
  title = "没有回答",
  version = "1.0.0",
  api = 1,
}
