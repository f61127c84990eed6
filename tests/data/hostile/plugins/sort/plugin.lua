return {
  name = "sort",
  title = "错误的比较函数",
  version = "1.0.0",
  api = 1,
}
