-- The plain theme under all others: complete and accessible without a look of
-- its own.  A theme built on it brings its own theme.css (colours, see the
-- tokens in static/theme.css here) and whichever templates it wants different.
return {
  name = "base",
  title = "素底",
  version = "1.0.0",
  api = 1,
}
