return {
  name = "elsewhere",
  title = "转到别处",
  version = "1.0.0",
  api = 1,
}
