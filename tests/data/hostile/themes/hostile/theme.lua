return { name = "hostile", title = "hostile", version = "1.0.0", api = 1,
  parent = "chihong" }
