return {
  name = "desk",
  title = "工作台",
  version = "1.0.0",
  api = 1,
  description = "投稿、审核、栏目、素材、用户和站点设置的工作页面",
  always = true,
  capabilities = { "session" },
}
