return {
  name = "blockloop",
  title = "区块死循环",
  version = "1.0.0",
  api = 1,
}
