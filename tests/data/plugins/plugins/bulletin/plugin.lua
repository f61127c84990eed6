-- A good plugin with a setting of each kind, a column and something that it
-- depends on: for tests of the staff pages.
return {
  name = "bulletin",
  title = "公告板",
  version = "1.2.0",
  api = 1,
  description = "在一页上列出各部门的公告。",
  author = "江城集团信息中心",
  depends = { "letters" },
  columns = {
    { path = "bulletin", title = "公告" },
    { path = "news", title = "新闻" },
  },
  settings = {
    heading = { kind = "line", label = "页面标题", default = "公告板", max = 20 },
    notice = { kind = "text", label = "说明", default = "" },
    footer = { kind = "html", label = "页脚", default = "" },
    rows = { kind = "int", label = "每页条数", default = 10, min = 1, max = 50 },
    open = { kind = "bool", label = "对外开放", default = true },
    order = { kind = "choice", label = "排序", default = "newest",
      choices = { "newest", "oldest" }, hint = "按发布时间排序。" },
  },
}
