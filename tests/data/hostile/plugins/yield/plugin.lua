return {
  name = "yield",
  title = "中途让出",
  version = "1.0.0",
  api = 1,
}
