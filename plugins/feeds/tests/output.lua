local function article(more)
  local e <const> = { column = "news", type = "article", title = "职工书屋开放",
    body = "<p>周一至周六开放。</p>", tags = { "书屋" } }
  for name, v in pairs(more or {}) do e[name] = v end
  return e
end

local function has(text, part) return text:find(part, 1, true) ~= nil end

test("what ends a tag or a text in XML stays text", function(t)
  t:publish(article{ title = [==[</title>]]>&"'<b>]==],
    body = "<p>]]&gt;&lt;/content:encoded&gt;</p>" })
  for _, file in ipairs{ "rss.xml", "atom.xml" } do
    local page <const> = t:get("/feed/" .. file)
    equal(page.status, 200)
    contains(page.body, "&lt;/title&gt;]]&gt;&amp;&quot;'&lt;b&gt;")
    equal(has(page.body, "</title>]]>"), false)
  end
  contains(t:get("/feed/feed.json").body, [==[</title>]]>&\u0022'<b>]==])
end)

test("drafts and what is withdrawn are in no feed", function(t)
  ok(t:act("entry.create", article{ title = "草稿" }, { as = "editor" }))
  local id <const> = t:publish(article{ title = "已撤" })
  contains(t:get("/feed/rss.xml").body, "已撤")
  ok(t:act("entry.withdraw", { id = id, reason = "有误" }, { as = "site_keeper" }))
  for _, path in ipairs{ "/feed/rss.xml", "/feed/atom.xml/column/news",
    "/sitemap/columns.xml", "/sitemap/news.xml" } do
    local page <const> = t:get(path)
    equal(page.status, 200)
    equal(has(page.body, "草稿") or has(page.body, "已撤"), false)
  end
end)

test("the number of items, full text and the hub are settings", function(t)
  for i = 1, 3 do t:publish(article{ title = "第" .. i .. "篇" }) end
  ok(t:act("plugin.configure", { name = "feeds", settings = { items = 2,
    full = false, hub = "https://hub.example.com/" } }))
  local page <const> = t:get("/feed/atom.xml")
  local _, entries = page.body:gsub("<entry>", "")
  equal(entries, 2)
  equal(has(page.body, "周一至周六"), false)
  contains(page.body, '<link rel="hub" href="https://hub.example.com/"/>')
end)

test("a feed without items is a feed", function(t)
  for _, file in ipairs{ "rss.xml", "atom.xml", "feed.json" } do
    equal(t:get("/feed/" .. file).status, 200)
  end
  contains(t:get("/feed/feed.json").body, '"items":[]')
end)

test("a tag's feed has that tag, and no other", function(t)
  t:publish(article())
  t:publish(article{ title = "另一篇", tags = { "书屋二" } })
  local page <const> = t:get("/feed/rss.xml/tag/%E4%B9%A6%E5%B1%8B")
  contains(page.body, "职工书屋开放")
  equal(has(page.body, "另一篇"), false)
end)
