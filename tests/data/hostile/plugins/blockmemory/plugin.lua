return {
  name = "blockmemory",
  title = "区块占满内存",
  version = "1.0.0",
  api = 1,
}
