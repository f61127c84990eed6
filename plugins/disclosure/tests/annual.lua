-- The annual report's figures, and which of them are told.

local ITEM <const> = { column = "disclosure", type = "disclosure",
  category = "disclosure_rule", issuer = "办公室", scope = "disclosure_society",
  body = "<p>正文。</p>" }

local function publish(t, fields)
  for k, v in pairs(ITEM) do
    if fields[k] == nil then fields[k] = v end
  end
  return t:publish(fields)
end

test("the year's documents are counted by what became of them", function(t)
  publish(t, { title = "甲", validity = "disclosure_valid" })
  publish(t, { title = "乙", validity = "disclosure_void",
    validity_note = "已完成", abolished_date = "2019-05-01" })
  publish(t, { title = "丙", validity = "disclosure_amended",
    validity_note = "第三条", amended_date = "2019-06-01" })
  publish(t, { title = "丁", validity = "disclosure_void",
    validity_note = "已完成", abolished_date = "2018-05-01" })
  local past <const> = t:get("/disclosure/annual/2019").body
  contains(past, "本年新公开（件）</th><td>0<")
  contains(past, "本年修改（件）</th><td>1<")
  contains(past, "本年废止（件）</th><td>1<")
  contains(past, "截至年末目录收录（件）</th><td>0<")
  contains(past, "应于 2020-01-31 前公布")
end)

test("there is a page for each year, and none for years to come", function(t)
  publish(t, { title = "甲", validity = "disclosure_valid" })
  local list <const> = t:get("/disclosure/annual").body
  local year <const> = ok(list:match("/disclosure/annual/(%d%d%d%d)"))
  local page <const> = t:get("/disclosure/annual/" .. year).body
  contains(page, "本年新公开（件）</th><td>1<")
  contains(page, "截至年末目录收录（件）</th><td>1<")
  contains(page, "制度文件</th><td>1<")
  contains(page, "本年度尚未结束")
  for _, bad in ipairs{ tonumber(year) + 1, "1999", "0", "99999999999999999999" } do
    equal(t:get("/disclosure/annual/" .. bad).status, 404)
  end
end)

test("without requests all their figures are nought", function(t)
  local page <const> = t:get("/disclosure/annual/2019").body
  contains(page, "本年新收（件）</th><td>0<")
  contains(page, "第三十六条第七项</td><td>0<")
  lacks(page, "<td>不足")
end)

test("the reviewed text of the report stands beside the year's figures", function(t)
  local function page(title) return t:publish{ column = "disclosure/guide",
    type = "page", title = title, body = "<p>全年未发生诉讼。</p>" } end
  page("公开指南")
  lacks(t:get("/disclosure/annual/2025").body, "全年未发生诉讼")
  page("2025年度政府信息公开工作年度报告")
  local body <const> = t:get("/disclosure/annual/2025").body
  contains(body, "<p>全年未发生诉讼。</p>")
  contains(body, "本年新公开（件）")
  lacks(t:get("/disclosure/annual/2024").body, "全年未发生诉讼")
end)
