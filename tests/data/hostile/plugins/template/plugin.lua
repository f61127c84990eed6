return {
  name = "template",
  title = "模板死循环",
  version = "1.0.0",
  api = 1,
}
