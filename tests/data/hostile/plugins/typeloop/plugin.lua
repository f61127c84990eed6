return {
  name = "typeloop",
  title = "页面死循环",
  version = "1.0.0",
  api = 1,
  types = { { name = "looped", title = "typeloop.type", fields = {
    { name = "title", kind = "line", max = 80, required = true },
    { name = "body", kind = "html" },
  } } },
  columns = { { path = "looped", title = "死循环", type = "looped" } },
}
