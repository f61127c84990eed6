-- What another plugin depends on.
return {
  name = "letters",
  title = "来信",
  version = "1.0.0",
  api = 1,
}
