-- The guide's example: a page that greets, with a form and a setting.
return {
  name = "hello",
  title = "问好",
  version = "1.0.0",
  api = 1,
  settings = {
    greeting = { kind = "line", default = "你好" },
  },
}
