return {
  name = "move",
  title = "超大表移动",
  version = "1.0.0",
  api = 1,
}
