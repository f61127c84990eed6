-- A manifest with a mistake.
return {
  name = "torn",
  title = "有错的插件",
  version = "1.0.0",
  api = 1,
  settings = { days = { kind = "int", default = "five" } },
}
