return {
  name = "blockbombs",
  title = "区块套区块",
  version = "1.0.0",
  api = 1,
}
