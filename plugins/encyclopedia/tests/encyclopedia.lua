local function term(more)
  local e <const> = { column = "encyclopedia", type = "term", title = "集体合同",
    category = "劳动权益", summary = "经集体协商订立的书面协议。",
    body = "<p>由职工一方与单位订立。</p>", aliases = { "集体协议" } }
  for name, v in pairs(more or {}) do e[name] = v end
  return e
end

test("a term has its page, with other names, pinyin and traditional form",
  function(t)
    local id <const> = t:publish(term{ title = "劳动模范", aliases = { "劳模" } })
    local page <const> = t:get("/encyclopedia/" .. id .. ".html")
    equal(page.status, 200)
    contains(page.body, "勞動模範")
    contains(page.body, "laodongmofan")
    contains(page.body, "劳模")
  end)

test("the index knows letter, category and what is looked for", function(t)
  t:publish(term())
  t:publish(term{ title = "工会", category = "组织建设", aliases = { "职工组织" },
    summary = "群众组织。" })
  local function has(query, one, other)
    local page <const> = t:get("/encyclopedia/index" .. query)
    equal(page.status, 200)
    equal(page.body:find(">集体合同</a>", 1, true) ~= nil, one)
    equal(page.body:find(">工会</a>", 1, true) ~= nil, other)
  end
  has("", true, true)
  has("?letter=J", true, false)
  has("?letter=g", false, true)
  has("?category=%E7%BB%84%E7%BB%87%E5%BB%BA%E8%AE%BE", false, true)
  has("?q=%E5%8D%8F%E8%AE%AE", true, false)
  has("?q=gongh", false, true)
  has("?q=%25%27_", false, false)
  has("?letter=%E4%B8%80&page=x", true, true)
  equal(t:get("/encyclopedia/index?page=2").status, 404)
  local column <const> = t:get("/encyclopedia/")
  equal(column.status, 200)
  contains(column.body, ">集体合同</a>")
end)

test("its own pinyin decides where a term stands", function(t)
  t:publish(term{ title = "重庆路", pinyin = "chong qing lu" })
  local page <const> = t:get("/encyclopedia/index?letter=C")
  contains(page.body, "重庆路")
end)

test("every name leads to the term", function(t)
  local id <const> = t:publish(term())
  for _, name in ipairs{ "%E9%9B%86%E4%BD%93%E5%8D%8F%E8%AE%AE",
      "%E9%9B%86%E9%AB%94%E5%90%88%E5%90%8C",
      "%E9%9B%86%E4%BD%93%E5%90%88%E5%90%8C" } do
    local reply <const> = t:get("/term/" .. name)
    equal(reply.status, 301)
    contains(reply.headers.location, "/encyclopedia/" .. id .. ".html")
  end
  equal(t:get("/term/%E6%97%A0").status, 404)
end)

local LINK <const> = 'class="term-link"'

local function count(text, part)
  local n, at = 0, 1
  while true do
    local from <const>, to <const> = text:find(part, at, true)
    if not from then return n end
    n, at = n + 1, to + 1
  end
end

test("the first mention in a text becomes a link, and a page has none to itself",
  function(t)
    local id <const> = t:publish(term())
    local news <const> = t:publish{ column = "news", title = "签订集体合同",
      body = "<h2>集体合同</h2><p>集体协议也叫集体合同。</p>" }
    local page <const> = t:get("/news/" .. news .. ".html")
    equal(count(page.body, LINK), 1)
    contains(page.body, '<h2>集体合同</h2><p><a href="/encyclopedia/' .. id ..
      '.html" class="term-link">集体协议</a>也叫集体合同。</p>')
    lacks(t:get("/encyclopedia/" .. id .. ".html").body, LINK)
  end)

test("a withdrawn term is linked no more, nor in the index", function(t)
  local id <const> = t:publish(term())
  local news <const> = t:publish{ column = "news", title = "x",
    body = "<p>集体合同</p>" }
  contains(t:get("/news/" .. news .. ".html").body, LINK)
  ok(t:act("entry.withdraw", { id = id, reason = "内容有误" },
    { as = "site_keeper" }))
  lacks(t:get("/news/" .. news .. ".html").body, LINK)
  lacks(t:get("/encyclopedia/index").body, ">集体合同</a>")
end)

test("links are a setting, for the site and for columns", function(t)
  t:publish(term())
  local news <const> = t:publish{ column = "news", title = "x",
    body = "<p>集体合同</p>" }
  local url <const> = "/news/" .. news .. ".html"
  ok(t:act("plugin.configure", { name = "encyclopedia",
    settings = { without = "party，/news/" } }))
  lacks(t:get(url).body, LINK)
  ok(t:act("plugin.configure", { name = "encyclopedia",
    settings = { without = "new" } }))
  contains(t:get(url).body, LINK)
  ok(t:act("plugin.configure", { name = "encyclopedia",
    settings = { links = false } }))
  lacks(t:get(url).body, LINK)
end)

-- Publishes another text of an entry that is live.
local function correct(t, id, body)
  local entry <const> = t:act("entry.read", { id = id }, { as = "editor" })
  local saved <const> = t:act("entry.save", { id = id,
    base_revision = entry.revision, body = body }, { as = "editor" })
  local state = ok(t:act("entry.submit", { id = id, secrecy_checked = true },
    { as = "editor" }))
  while state.state == "review" do
    state = ok(t:act("entry.approve", { id = id, hash = saved.hash },
      { as = "reviewer" .. state.step }))
  end
end

test("all versions are open, drafts are not", function(t)
  local id <const> = t:publish(term())
  local url <const> = "/encyclopedia/" .. id .. "/versions"
  equal(t:get(url).status, 200)
  correct(t, id, "<p>由职工一方与用人单位订立。</p>")
  local draft <const> = t:act("entry.read", { id = id }, { as = "editor" })
  ok(t:act("entry.save", { id = id, base_revision = draft.revision,
    body = "<p>未审的字</p>" }, { as = "editor" }))
  local page <const> = t:get(url)
  equal(page.status, 200)
  contains(page.body, "<ins>用人</ins>")
  lacks(page.body, "未审")
  contains(t:get(url .. "?version=1").body, "由职工一方与单位订立")
  equal(t:get(url .. "?version=3").status, 404)
  equal(t:get(url .. "?from=1&to=9").status, 404)
  equal(t:get(url .. "?from=x").status, 404)
  local news <const> = t:publish{ column = "news", title = "x" }
  equal(t:get("/news/" .. news .. "/versions").status, 404)
end)

test("the job makes the table again from what is live", function(t)
  t:publish(term())
  ok(t:act("plugin.disable", { name = "encyclopedia" }))
  t:publish{ column = "news", title = "x", body = "<p>集体合同</p>" }
  ok(t:act("plugin.enable", { name = "encyclopedia" }))
  t:job("sync")
  contains(t:get("/encyclopedia/index").body, ">集体合同</a>")
end)
