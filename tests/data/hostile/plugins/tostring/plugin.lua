return {
  name = "tostring",
  title = "__tostring",
  version = "1.0.0",
  api = 1,
}
