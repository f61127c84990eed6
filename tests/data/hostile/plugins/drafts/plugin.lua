return {
  name = "drafts",
  title = "未发布的稿件",
  version = "1.0.0",
  api = 1,
}
