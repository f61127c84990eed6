return {
  name = "globals",
  title = "越界的全局名",
  version = "1.0.0",
  api = 1,
}
