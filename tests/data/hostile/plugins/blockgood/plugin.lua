return {
  name = "blockgood",
  title = "好区块",
  version = "1.0.0",
  api = 1,
}
