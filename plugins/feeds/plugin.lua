-- 订阅: feeds and maps of the site for readers and search engines, and outside
-- feeds whose items come into the review queue.
return {
  name = "feeds",
  title = "订阅与采集",
  version = "1.0.0",
  api = 1,
  description = "RSS、Atom、JSON Feed、网站地图，以及把外部订阅源采集到待审稿件",
  capabilities = { "db", "http.out" },
  permissions = { ["feeds.intake"] = { "site_keeper" } },
  settings = {
    items = { kind = "int", default = 20, min = 1, max = 50,
      label = "feeds.setting.items" },
    full = { kind = "bool", default = true, label = "feeds.setting.full" },
    hub = { kind = "line", default = "", label = "feeds.setting.hub" },
  },
  jobs = { { name = "fetch", every = 60 } },
}
