-- Requests on paper, entered by staff; and the index number in the desk.
local FORM <const> = { applicant = "person", name = "欧阳若兰",
  contact = "江城市滨江区望湖路 1 号", wish = "请提供 2025 年体检合同。",
  form = "mail" }

local function enter(t, more)
  local form <const> = {}
  for k, v in pairs(FORM) do form[k] = v end
  for k, v in pairs(more) do form[k] = v end
  return t:post("/desk/disclosure/paper", form, { as = "site_keeper" })
end

-- The day that many days before the one that the form proposes.
local function before(t, days)
  local y, m, d = t:get("/desk/disclosure/paper", { as = "site_keeper" }).body
    :match('value="(%d%d%d%d)%-(%d%d)%-(%d%d)"')
  y, m, d = math.tointeger(tonumber(y)), tonumber(m), tonumber(d) - days
  local function length(month)
    if month == 2 then
      return (y % 4 == 0 and (y % 100 ~= 0 or y % 400 == 0)) and 29 or 28
    end
    return (month == 4 or month == 6 or month == 9 or month == 11) and 30 or 31
  end
  while d < 1 do
    m = m - 1
    if m == 0 then y, m = y - 1, 12 end
    d = d + length(m)
  end
  while d > length(m) do
    d, m = d - length(m), m + 1
    if m == 13 then y, m = y + 1, 1 end
  end
  return ("%04d-%02d-%02d"):format(y, math.tointeger(m), math.tointeger(d))
end

test("a paper request gets a code, and time runs from its arrival", function(t)
  contains(t:get("/desk/disclosure", { as = "site_keeper" }).body,
    "/desk/disclosure/paper")
  equal(t:get("/desk/disclosure/paper", { as = "site_keeper" }).status, 200)
  local ten <const> = before(t, 10)
  local page <const> = enter(t, { received = ten })
  equal(page.status, 200)
  local code <const> = ok(page.body:match("<strong>([%w]+%-[%w]+)</strong>"))
  local id <const> = ok(page.body:match('/desk/disclosure/(%d+)"'))
  local shown <const> = t:get("/desk/disclosure/" .. id, { as = "site_keeper" })
  contains(shown.body, ten)
  contains(shown.body, "欧阳若兰")
  local status <const> = t:post("/disclosure/request/status", { code = code })
  equal(status.status, 200)
  contains(status.body, ten)
end)

test("what is missing or can't be is said, and what was typed stays", function(t)
  for _, bad in ipairs{ { received = "" }, { received = before(t, -2) },
      { received = before(t, 120) }, { received = before(t, 0), name = "" } } do
    local page <const> = enter(t, bad)
    equal(page.status, 422)
    contains(page.body, "请提供 2025 年体检合同。")
  end
  equal(t:post("/desk/disclosure/paper", FORM, { as = "editor" }).status, 403)
end)

test("the number that the system made is shown once it is submitted", function(t)
  local entry <const> = ok(t:act("entry.create", { column = "disclosure",
    type = "disclosure", title = "办法", category = "disclosure_rule",
    issuer = "办公室", scope = "disclosure_society", signed_date = "2026-01-12",
    validity = "disclosure_valid", body = "<p>正文。</p>" }, { as = "editor" }))
  local url <const> = "/desk/review/" .. entry.id
  ok(t:act("entry.submit", { id = entry.id, secrecy_checked = true },
    { as = "editor" }))
  local page <const> = t:get(url, { as = "reviewer1" })
  equal(page.status, 200)
  contains(page.body, "索引号")
  ok(page.body:match("%-02%-2026%-0001"))
end)
