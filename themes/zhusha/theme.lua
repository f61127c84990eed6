-- The paper theme: cinnabar and ink on warm paper, set like a newspaper.  The
-- title stands in the middle, the first news beside the pictures, lists in two
-- columns beside a rail that holds what a band holds elsewhere.  What its home
-- shows: as in themes/base/templates/partials/home/plan.html.
return {
  name = "zhusha",
  title = "朱砂",
  version = "1.0.0",
  api = 1,
  parent = "base",
  blocks = { "headline", "carousel", "list", "band", "cards", "plugin" },
}
