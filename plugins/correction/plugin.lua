-- 找错: readers mark a sentence, say what is wrong with it, and get a code by
-- which they see what became of it.
return {
  name = "correction",
  title = "找错",
  description = "读者选中一句话即可报告差错，栏目负责人处理，凭编码查询结果",
  version = "1.0.0",
  api = 1,
  capabilities = { "db" },
  settings = {
    open = { kind = "bool", default = true, label = "correction.setting.open" },
    days = { kind = "int", default = 5, min = 1, max = 60,
      label = "correction.setting.days" },
  },
}
