return {
  name = "blockfault",
  title = "区块出错",
  version = "1.0.0",
  api = 1,
}
