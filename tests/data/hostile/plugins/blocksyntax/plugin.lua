return {
  name = "blocksyntax",
  title = "区块写错",
  version = "1.0.0",
  api = 1,
}
