-- The time of China's today, some days on.
local function day(t, days)
  local now <const> = t:act("entry.create", { column = "news", title = "x" },
    { as = "editor" })
  local entry <const> = t:act("entry.read", { id = now.id }, { as = "editor" })
  local unix <const> = entry.created_at + 8 * 3600 + days * 86400
  -- Days to a date, as H. Hinnant writes it.
  local z <const> = unix // 86400 + 719468
  local era <const> = z // 146097
  local doe <const> = z - era * 146097
  local yoe <const> = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
  local doy <const> = doe - (365 * yoe + yoe // 4 - yoe // 100)
  local mp <const> = (5 * doy + 2) // 153
  local m <const> = mp < 10 and mp + 3 or mp - 9
  return string.format("%04d-%02d-%02d", yoe + era * 400 + (m <= 2 and 1 or 0),
    m, doy - (153 * mp + 2) // 5 + 1)
end

local function person(t, more)
  local p <const> = { column = "showcase", type = "person", title = "贾木兰",
    kind = "个人", unit = "示例纺织厂", position = "挡车工", summary = "示例",
    body = "<p>她从不误工。</p>", consent_number = "同意书 7",
    consent_date = day(t, -10), consent_until = day(t, 300),
    consent_scope = "姓名和事迹", honours = {
      { year = 2019, level = "市级", honour = "市劳动模范" },
      { year = 2023, level = "国家级", honour = "全国技术能手" } } }
  for name, v in pairs(more or {}) do p[name] = v end
  return p
end

local function submit(t, more)
  local draft <const>, err <const> = t:act("entry.create", person(t, more),
    { as = "editor" })
  if not draft then return nil, err end
  return t:act("entry.submit", { id = draft.id, secrecy_checked = true },
    { as = "editor" })
end

test("a person is on the wall and has a page, without the consent", function(t)
  local id <const> = t:publish(person(t))
  local wall <const> = t:get("/showcase/")
  equal(wall.status, 200)
  contains(wall.body, "贾木兰")
  contains(wall.body, "全国技术能手")
  local page <const> = t:get("/showcase/" .. id .. ".html")
  equal(page.status, 200)
  contains(page.body, "她从不误工")
  lacks(page.body, "同意书 7")
  lacks(t:get("/api/v1/live/" .. id).body, "同意书 7")
end)

test("the public hash says nothing about the consent, an approval's does", function(t)
  local function hashes(number)
    local id <const> = t:publish(person(t, { consent_number = number }))
    return t:get("/api/v1/live/" .. id).body:match('"hash":"(%x+)"'),
      t:act("entry.read", { id = id }, { as = "editor" }).hash
  end
  local public <const>, whole <const> = hashes("同意书 7")
  local other_public <const>, other_whole <const> = hashes("同意书 8")
  equal(#public, 64)
  equal(public, other_public)
  equal(whole ~= public and whole ~= other_whole, true)
end)

test("filters take level, year, unit and kind", function(t)
  t:publish(person(t))
  t:publish(person(t, { title = "细纱二班", kind = "集体", unit = "另一厂",
    honours = { { year = 2019, level = "市级", honour = "先锋号" } } }))
  local function has(query, one, other)
    local page <const> = t:get("/showcase/wall?" .. query)
    equal(page.status, 200)
    equal(page.body:find("贾木兰", 1, true) ~= nil, one)
    equal(page.body:find("细纱二班", 1, true) ~= nil, other)
  end
  has("", true, true)
  has("level=%E5%9B%BD%E5%AE%B6%E7%BA%A7", true, false)
  has("year=2019", true, true)
  -- A level and a year are those of one honour.
  has("year=2019&level=%E5%9B%BD%E5%AE%B6%E7%BA%A7", false, false)
  has("kind=%E9%9B%86%E4%BD%93", false, true)
  has("unit=%E5%8F%A6%E4%B8%80%E5%8E%82", false, true)
  has("year=abc&level=x&kind=y", true, true)
  equal(t:get("/showcase/wall?page=9").status, 404)
end)

test("the view by year has each honour once", function(t)
  t:publish(person(t))
  local page <const> = t:get("/showcase/years")
  equal(page.status, 200)
  contains(page.body, "year=2023")
  contains(page.body, "市劳动模范")
end)

test("nobody is stored without a record of consent", function(t)
  for _, field in ipairs{ "consent_number", "consent_date", "consent_until",
      "consent_scope" } do
    local made <const>, err <const> = t:act("entry.create",
      person(t, { [field] = "" }), { as = "editor" })
    equal(made, nil)
    equal(err.field, field)
  end
end)

test("a consent that makes no sense is refused when it is saved", function(t)
  local made, err = t:act("entry.create", person(t, {
    consent_until = day(t, -20) }), { as = "editor" })
  equal(made, nil)
  equal(err.field, "consent_until")
  made, err = t:act("entry.create", person(t, {
    consent_until = "2099-01-01" }), { as = "editor" })
  equal(made, nil)
  equal(err.field, "consent_until")
  made, err = t:act("entry.create", person(t, { honours = { { year = 19,
    level = "市级", honour = "x" } } }), { as = "editor" })
  equal(made, nil)
  equal(err.field, "honours.1.year")
end)

test("what is over, withdrawn or not yet given can't be submitted", function(t)
  local sent, err = submit(t, { consent_until = day(t, -1) })
  equal(sent, nil)
  equal(err.field, "consent_until")
  sent, err = submit(t, { consent_withdrawn = day(t, -1) })
  equal(sent, nil)
  equal(err.field, "consent_withdrawn")
  sent, err = submit(t, { consent_date = day(t, 2) })
  equal(sent, nil)
  equal(err.field, "consent_date")
  ok(submit(t))
end)

test("after a purge the name is nowhere", function(t)
  local id <const> = t:publish(person(t))
  local url <const> = "/showcase/" .. id .. ".html"
  equal(t:get(url).status, 200)
  ok(t:act("entry.purge", { id = id, reason = "本人撤回同意" },
    { as = "site_keeper" }))
  local page <const> = t:get(url)
  equal(page.status, 410)
  contains(page.body, "本人撤回同意")
  for _, path in ipairs{ url, "/", "/showcase/", "/showcase/wall",
      "/showcase/years", "/search?q=%E8%B4%BE%E6%9C%A8%E5%85%B0" } do
    lacks(t:get(path).body:gsub("%b<>", ""), "示例纺织厂")
  end
  local desk <const> = t:act("entry.revisions", { id = id },
    { as = "site_keeper" })
  equal(#desk.revisions, 1)
  local text <const> = t:act("entry.revision", { id = id,
    revision = desk.revisions[1].revision }, { as = "site_keeper" })
  equal(next(text.content), nil)
end)
