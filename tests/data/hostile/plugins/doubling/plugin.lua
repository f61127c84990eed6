return {
  name = "doubling",
  title = "文本翻倍",
  version = "1.0.0",
  api = 1,
}
