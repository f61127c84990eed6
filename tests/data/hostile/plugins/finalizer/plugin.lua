return {
  name = "finalizer",
  title = "终结器",
  version = "1.0.0",
  api = 1,
}
