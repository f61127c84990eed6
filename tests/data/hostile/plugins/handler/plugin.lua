return {
  name = "handler",
  title = "xpcall 陷阱",
  version = "1.0.0",
  api = 1,
}
