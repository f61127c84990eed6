-- The commands of the plugin, and what its lists say of plain texts.
local function rules(t, text)
  local out <const> = {}
  local found <const> = t:command("check", { text = text })
  for i, hit in ipairs(found.hits) do
    out[i] = hit.rule .. " " .. hit.severity .. " " .. hit.start .. "+" ..
      hit.length
  end
  return table.concat(out, ", ")
end

test("the shipped lists find what they are about", function(t)
  equal(rules(t, "收件人电话13800138000"), "mobile warn 5+11")
  equal(rules(t, "他是瘸子，负责按装"), "瘸子 warn 2+2, 按装 warn 7+2")
end)

test("ordinary words that hold others are left alone", function(t)
  equal(rules(t, "成人教育学院招生，请把手机放好，吃了哑巴亏"), "")
end)

test("a list is taken in, rule by rule", function(t)
  local out <const> = t:command("import", { list = "own", severity = "block",
    csv = "虚假中奖\n甲乙\n虚假中奖" })
  equal(out.added, 2)
  equal(out.report[1].line, 3)
  equal(rules(t, "虛假中獎"), "虚假中奖 block 0+4")
end)

test("a list that came with the plugin can't be overwritten", function(t)
  ok(t:command("import", { list = "vulgar", csv = "甲" }).problem)
  ok(t:command("import", { list = "own", csv = '"甲' }).problem)
end)
