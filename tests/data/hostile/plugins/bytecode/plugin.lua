return {
  name = "bytecode",
  title = "字节码",
  version = "1.0.0",
  api = 1,
}
