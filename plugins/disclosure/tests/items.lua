-- Items: what is refused, index numbers, the catalogue, the page, changes.

local ITEM <const> = { column = "disclosure", type = "disclosure",
  title = "来信答复办法", category = "disclosure_rule", issuer = "权益保障部",
  doc_number = "江职服〔2026〕27号", signed_date = "2026-01-12",
  scope = "disclosure_society", validity = "disclosure_valid",
  effective_date = "2026-02-01", body = "<p>五个工作日内答复。</p>" }

local function item(changes)
  local out <const> = {}
  for k, v in pairs(ITEM) do out[k] = v end
  for k, v in pairs(changes or {}) do out[k] = v end
  return out
end

-- The field that is refused.
local function refused(t, changes)
  local made <const>, err <const> = t:act("entry.create", item(changes),
    { as = "editor" })
  ok(not made, "it was taken")
  equal(err.code, "entry.refused")
  return err.field
end

test("what is void or amended says since when and what took its place",
  function(t)
  equal(refused(t, { validity = "disclosure_void" }), "abolished_date")
  equal(refused(t, { validity = "disclosure_void",
    abolished_date = "2026-03-01" }), "successor")
  equal(refused(t, { validity = "disclosure_void",
    abolished_date = "2026-03-01", successor = "NO-1" }), "successor")
  equal(refused(t, { validity = "disclosure_amended" }), "amended_date")
  equal(refused(t, { validity = "disclosure_void", index_number = "A-1",
    successor = "A-1", abolished_date = "2026-03-01" }), "successor")
  ok(t:act("entry.create", item{ validity = "disclosure_void",
    abolished_date = "2026-03-01", validity_note = "任务已完成" },
    { as = "editor" }))
end)

test("dates have to make sense", function(t)
  equal(refused(t, { signed_date = "2999-01-01" }), "signed_date")
  equal(refused(t, { validity = "disclosure_void", validity_note = "已完成",
    effective_date = "2026-03-02", abolished_date = "2026-03-01" }),
    "abolished_date")
  equal(refused(t, { abolished_date = "2026-03-01" }), "abolished_date")
end)

test("what isn't for the public is only entered in the catalogue", function(t)
  equal(refused(t, { scope = "disclosure_group", way = "支部大会" }), "body")
  equal(refused(t, { scope = "disclosure_group", body = "" }), "way")
  local id <const> = t:publish(item{ scope = "disclosure_locality", body = "",
    way = "支部大会和公开栏", title = "评议结果" })
  local page <const> = t:get("/disclosure/" .. id .. ".html")
  equal(page.status, 200)
  contains(page.body, "支部大会和公开栏")
  contains(page.body, "本网站只登记目录")
end)

test("the steps of party disclosure go in their order", function(t)
  local function steps(...)
    local rows <const> = {}
    for i, step in ipairs{ ... } do
      rows[i] = { step = "disclosure_" .. step, by = "党支部",
        on = "2026-01-0" .. i }
    end
    return { procedure = rows, category = "disclosure_party" }
  end
  equal(refused(t, steps("check", "propose")), "procedure")
  local id <const> = t:publish(item(steps("propose", "check", "approve", "carry")))
  contains(t:get("/disclosure/" .. id .. ".html").body, "审批")
end)

test("an index number is made by the rule, counted in its series", function(t)
  ok(t:act("plugin.configure", { name = "disclosure", settings = {
    index_rule = "JC/{category}/{year}/{number}" } }))
  t:publish(item())
  t:publish(item{ title = "第二件" })
  t:publish(item{ title = "另一类", category = "disclosure_money" })
  local body <const> = t:get("/disclosure").body
  contains(body, "JC/02/2026/0001")
  contains(body, "JC/02/2026/0002")
  contains(body, "JC/05/2026/0001")
end)

test("a typed number is nobody else's, and made ones pass it by", function(t)
  ok(t:act("plugin.configure", { name = "disclosure", settings = {
    index_rule = "{category}-{number}" } }))
  t:publish(item{ index_number = "02-0001" })
  equal(refused(t, { index_number = "02-0001", title = "重号" }),
    "index_number")
  t:publish(item{ title = "自动编号" })
  contains(t:get("/disclosure").body, "02-0002")
  -- Two drafts may say the same; only the first that is submitted keeps it.
  local a <const> = ok(t:act("entry.create", item{ index_number = "X-1",
    title = "甲" }, { as = "editor" }))
  local b <const> = ok(t:act("entry.create", item{ index_number = "X-1",
    title = "乙" }, { as = "editor" }))
  ok(t:act("entry.submit", { id = a.id, secrecy_checked = true },
    { as = "editor" }))
  local done <const>, err <const> = t:act("entry.submit", { id = b.id,
    secrecy_checked = true }, { as = "editor" })
  ok(not done)
  equal(err.field, "index_number")
end)

-- Changes a live item and brings the change through its reviews.
local function change(t, id, fields)
  local now <const> = ok(t:act("entry.read", { id = id }, { as = "editor" }))
  fields.id, fields.base_revision = id, now.revision
  local saved <const> = ok(t:act("entry.save", fields, { as = "editor" }))
  local state = ok(t:act("entry.submit", { id = id, secrecy_checked = true },
    { as = "editor" }))
  while state.state == "review" do
    state = ok(t:act("entry.approve", { id = id, hash = saved.hash },
      { as = "reviewer" .. state.step }))
  end
end

test("a document that becomes void is marked and leads to its successor",
  function(t)
  local old <const> = t:publish(item{ index_number = "OLD-1", title = "旧办法" })
  local new <const> = t:publish(item{ index_number = "NEW-1", title = "新办法" })
  local before <const> = t:get("/disclosure/" .. old .. ".html").body
  contains(before, "有效")
  lacks(before, "已废止")
  change(t, old, { validity = "disclosure_void", abolished_date = "2026-02-01",
    successor = "NEW-1" })
  local page <const> = t:get("/disclosure/" .. old .. ".html").body
  contains(page, "本文件已自 2026-02-01 起废止")
  contains(page, ('href="/disclosure/%d.html"'):format(new))
  contains(t:get("/disclosure/" .. new .. ".html").body,
    ('href="/disclosure/%d.html"'):format(old))
  local void <const> = t:get("/disclosure?state=disclosure_void").body
  contains(void, "旧办法")
  lacks(void, "新办法")
end)

test("the facts come before the text, and nothing breaks out of them",
  function(t)
  local id <const> = t:publish(item{ title = "办法<b>甲</b>",
    issuer = '部"门' })
  local body <const> = t:get("/disclosure/" .. id .. ".html").body:match("<main.*")
  ok(body:find("disclosure-facts", 1, true) < body:find("五个工作日", 1, true))
  contains(body, "江职服〔2026〕27号")
  contains(body, "办法&lt;b&gt;甲&lt;/b&gt;")
  lacks(body, "<b>甲</b>")
end)

test("the catalogue filters, says when nothing matches, and has its pages",
  function(t)
  for n = 1, 21 do
    t:publish(item{ title = ("文件%02d"):format(n),
      issuer = n == 7 and "职工学校" or "权益保障部",
      signed_date = n == 8 and "2025-05-05" or "2026-01-12",
      category = n == 9 and "disclosure_money" or "disclosure_rule" })
  end
  contains(t:get("/disclosure").body, "共 21 条")
  local second <const> = t:get("/disclosure?page=2")
  contains(second.body, "文件08")
  lacks(second.body, "文件21")
  equal(t:get("/disclosure?page=3").status, 404)
  for _, page in ipairs{ "0", "-1", "x", "1e3", "99999999999" } do
    equal(t:get("/disclosure?page=" .. page).status, 404)
  end
  local function only(query, title)
    local body <const> = t:get("/disclosure?" .. query).body
    contains(body, "符合条件的共 1 条")
    contains(body, title)
  end
  only("issuer=%E8%81%8C%E5%B7%A5%E5%AD%A6%E6%A0%A1", "文件07")
  only("year=2025", "文件08")
  only("category=disclosure_money", "文件09")
  only("q=%E4%BB%B610", "文件10")
  contains(t:get("/disclosure?q=%25").body, "没有符合条件的内容")
  -- What can't be a filter is none.
  contains(t:get("/disclosure?year=20x6&category=nothing&state=nothing").body,
    "共 21 条")
end)

test("the page of the column is the catalogue", function(t)
  t:publish(item{ title = "目录里的文件" })
  local body <const> = t:get("/disclosure/").body
  contains(body, "目录里的文件")
  contains(body, 'action="/disclosure"')
end)

test("a draft is in no list", function(t)
  ok(t:act("entry.create", item{ title = "还没有审" }, { as = "editor" }))
  for _, path in ipairs{ "/disclosure", "/disclosure/", "/",
      "/disclosure/catalogue.csv" } do
    lacks(t:get(path).body, "还没有审")
  end
end)

test("the export opens in spreadsheets and runs nothing there", function(t)
  t:publish(item{ title = "=HYPERLINK(\"http://x.test\")", index_number = "C-1" })
  t:publish(item{ title = '甲,"乙"', index_number = "C-2" })
  local file <const> = t:get("/disclosure/catalogue.csv")
  equal(file.status, 200)
  contains(file.headers["content-type"], "text/csv")
  equal(file.body:sub(1, 3), "\u{FEFF}")
  contains(file.body, "索引号,标题")
  contains(file.body, '"\'=HYPERLINK(""http://x.test"")"')
  contains(file.body, '"甲,""乙"""')
  contains(file.body, "\r\n")
  ok(file.body:find(",https?://[^/,]+/disclosure/%d+%.html\r\n"))
  lacks(t:get("/disclosure/catalogue.csv?state=disclosure_void").body, "C-1")
end)
