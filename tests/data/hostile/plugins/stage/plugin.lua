return {
  name = "stage",
  title = "模板台",
  version = "1.0.0",
  api = 1,
}
