-- What holds for questions inside of the program; tests/http/qa.test.mjs and
-- tests/browser/qa.test.mjs come from outside.
local TITLE <const> = "夜班补贴怎么算"

local function ask(t, more)
  local letter <const> = { title = TITLE, text = "按什么标准？",
    category = "劳动权益" }
  for k, v in pairs(more or {}) do letter[k] = v end
  local receipt <const> = ok(t:command("ask", letter))
  local out <const> = ok(t:act("receipt.read", { id = receipt.id },
    { as = "site_keeper" }))
  return { id = receipt.id, code = receipt.code, entry = out.entry }
end

local function deed(t, letter, name, form)
  return t:post("/desk/qa/" .. letter.id .. "/" .. name, form,
    { as = "site_keeper" })
end

-- Answers in the short form and sends it to the reviewers.
local function answer(t, letter, text, more)
  local entry <const> = ok(t:act("entry.read", { id = letter.entry },
    { as = "site_keeper" }))
  local form <const> = { base_revision = tostring(entry.revision),
    title = entry.content.title, question = entry.content.question,
    category = entry.content.category, answer = text, secrecy_checked = "1",
    submit = "1" }
  for k, v in pairs(more or {}) do form[k] = v end
  return deed(t, letter, "answer", form)
end

local function publish(t, letter, text)
  equal(answer(t, letter, text).status, 303)
  for step = 1, 3 do
    local entry <const> = ok(t:act("entry.read", { id = letter.entry },
      { as = "site_keeper" }))
    ok(t:act("entry.approve", { id = letter.entry, hash = entry.hash },
      { as = "reviewer" .. step }))
  end
end

test("a form without a challenge is shown again with what was typed",
  function(t)
    local page <const> = t:post("/qa/ask", { title = TITLE, text = "问",
      category = "劳动权益" })
    equal(page.status, 422)
    contains(page.body, 'value="' .. TITLE .. '"')
  end)

test("plain text becomes paragraphs, and comes back as it was", function(t)
  local letter <const> = ask(t)
  equal(answer(t, letter, "第一段 <b>\n第二行 & \"三\"\n\n\n第二段",
    { submit = "" }).status, 303)
  local entry <const> = ok(t:act("entry.read", { id = letter.entry },
    { as = "site_keeper" }))
  contains(entry.content.body, "<p>第一段 &lt;b&gt;<br>第二行 &amp; ")
  contains(entry.content.body, "<p>第二段</p>")
  local page <const> = t:get("/desk/qa/" .. letter.id, { as = "site_keeper" })
  contains(page.body, "第一段 &lt;b&gt;\n第二行 &amp; &quot;三&quot;\n\n第二段<")
end)

test("an answer with a table is left to the editor", function(t)
  local letter <const> = ask(t)
  local entry <const> = ok(t:act("entry.read", { id = letter.entry },
    { as = "site_keeper" }))
  ok(t:act("entry.save", { id = letter.entry, base_revision = entry.revision,
    body = "<table><tbody><tr><td>一</td></tr></tbody></table>" },
    { as = "editor" }))
  local page <const> = t:get("/desk/qa/" .. letter.id, { as = "site_keeper" })
  contains(page.body, "/desk/entries/" .. letter.entry .. "/edit")
  lacks(page.body, 'id="answer"')
end)

test("the entry follows what is published and withdrawn", function(t)
  local letter <const> = ask(t)
  publish(t, letter, "按省里的标准。")
  contains(t:get("/qa/list").body, TITLE)
  contains(t:post("/qa/status", { code = letter.code }).body,
    "/qa/" .. letter.entry .. ".html")
  ok(t:act("entry.withdraw", { id = letter.entry, reason = "标准有误，更正后重发" },
    { as = "site_keeper" }))
  lacks(t:get("/qa/list").body, TITLE)
  equal(t:get("/qa/" .. letter.entry .. ".html").status, 410)
end)

test("a list that lost a row has it again after the job", function(t)
  local id <const> = t:publish{ column = "qa", type = "question",
    title = "不经来信的问答", question = "问", body = "<p>答</p>" }
  ok(t:job("sync"))
  contains(t:get("/qa/list").body, "/qa/" .. id .. ".html")
end)

test("an editor answers, but only a keeper decides", function(t)
  local letter <const> = ask(t)
  local page <const> = t:get("/desk/qa/" .. letter.id, { as = "editor" })
  contains(page.body, 'id="answer"')
  lacks(page.body, 'id="outcome"')
  local reply <const> = t:post("/desk/qa/" .. letter.id .. "/withhold",
    { outcome = "privacy", reply = "涉及他人信息" }, { as = "editor" })
  equal(reply.status, 403)
  equal(deed(t, letter, "withhold",
    { outcome = "privacy", reply = "涉及他人信息" }).status, 303)
  contains(t:post("/qa/status", { code = letter.code }).body, "不予公开答复")
end)

test("every reason has its words", function(t)
  for _, key in ipairs{ "privacy", "secret", "business", "unlawful", "insult",
      "advert", "repeated", "unclear", "elsewhere" } do
    local letter <const> = ask(t, { title = "来信 " .. key })
    equal(deed(t, letter, "withhold", { outcome = key,
      reply = "说明理由如下" }).status, 303)
    local page <const> = t:post("/qa/status", { code = letter.code })
    lacks(page.body, "qa.reason." .. key)
  end
end)

test("a question that is taken up says who is in charge", function(t)
  local letter <const> = ask(t)
  local refused <const> = deed(t, letter, "accept", { unit = "权益保障部" })
  equal(refused.status, 422)
  contains(refused.body, "没有“权益保障部”这个单位")
  ok(t:act("unit.create", { code = "QY", name = "权益保障部" }))
  equal(deed(t, letter, "accept", { unit = "权益保障部", column = "qa" }).status,
    303)
  contains(t:get("/desk/qa", { as = "site_keeper" }).body, "权益保障部")
  equal(deed(t, letter, "accept", { unit = "", column = "ghost" }).status, 422)
end)

test("when it is closed it takes nothing, and says so", function(t)
  ok(t:act("plugin.configure", { name = "qa", settings = { open = false } }))
  contains(t:get("/qa/ask").body, "暂不接收")
  equal(t:post("/qa/ask", { title = TITLE }).status, 503)
  lacks(t:get("/qa/list").body, 'href="/qa/ask"')
end)

test("odd addresses of lists are answered politely", function(t)
  equal(t:get("/qa/list?page=2").status, 404)
  equal(t:get("/qa/list?page=x&category=" .. ("%61"):rep(300)).status, 200)
  equal(t:get("/qa/list?q=%22*%3A%5E()").status, 200)
  equal(t:get("/desk/qa?state=nothing&cursor=x", { as = "editor" }).status, 422)
end)
