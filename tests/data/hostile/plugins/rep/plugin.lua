return {
  name = "rep",
  title = "超长文本",
  version = "1.0.0",
  api = 1,
}
