-- 知识百科: terms, their index, and links to them in the site's texts.
return {
  name = "encyclopedia",
  title = "知识百科",
  version = "1.0.0",
  api = 1,
  description = "词条、拼音和分类索引、别名跳转、历次版本，正文中的词条自动加链接",
  capabilities = { "db" },
  settings = {
    links = { kind = "bool", default = true, label = "encyclopedia.setting.links" },
    links_max = { kind = "int", default = 20, min = 1, max = 200,
      label = "encyclopedia.setting.links_max" },
    without = { kind = "line", default = "",
      label = "encyclopedia.setting.without" },
    home = { kind = "bool", default = true, label = "encyclopedia.setting.home" },
  },
  types = {
    {
      name = "term", title = "type.term", history = true,
      fields = {
        { name = "title", kind = "line", max = 60, required = true },
        { name = "aliases", kind = "tags", max = 20, label = "encyclopedia.aliases" },
        { name = "pinyin", kind = "line", max = 200, pattern = "[A-Za-z' ]+",
          label = "encyclopedia.pinyin" },
        { name = "category", kind = "line", max = 30, required = true,
          label = "encyclopedia.category" },
        { name = "summary", kind = "text", max = 300, label = "encyclopedia.summary" },
        { name = "body", kind = "html", max = 200000 },
        { name = "see_also", kind = "tags", max = 20, label = "encyclopedia.see_also" },
        { name = "sources", kind = "items", max = 30, label = "encyclopedia.sources",
          fields = {
            { name = "name", kind = "line", max = 200, required = true,
              label = "encyclopedia.source.name" },
            { name = "link", kind = "link", label = "encyclopedia.source.link" },
            { name = "date", kind = "date", label = "encyclopedia.source.date" },
          } },
        { name = "keywords", kind = "line", max = 200 },
      },
    },
  },
  columns = { { path = "encyclopedia", title = "知识百科", type = "term" } },
  jobs = { { name = "sync", every = 600 } },
}
