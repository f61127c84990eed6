return {
  name = "pingpong",
  title = "协程往复",
  version = "1.0.0",
  api = 1,
}
