-- The red theme: red and gold, a headline, a carousel beside dated news, a band
-- for disclosure, cards for services.  What its home shows comes from the order
-- of the site's columns, or from the site's setting `home`, a list of
-- { block = "headline|carousel|list|band|cards|plugin", column = PATH,
-- limit = N }.
return {
  name = "chihong",
  title = "赤红",
  version = "1.0.0",
  api = 1,
  parent = "base",
  blocks = { "headline", "carousel", "list", "band", "cards", "plugin" },
}
