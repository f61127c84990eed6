return {
  name = "strings",
  title = "字符串元表",
  version = "1.0.0",
  api = 1,
}
