return {
  name = "memory",
  title = "耗尽内存",
  version = "1.0.0",
  api = 1,
}
