-- What the law says of requests, as data with its source: 中华人民共和国政府信息
-- 公开条例（国务院令第711号）.  Institutions and companies that aren't bound by it
-- follow it as good practice.
local rules <const> = {}

-- The seven kinds of reply (第三十六条); `reason`: the reply says why.
rules.replies = {
  { key = "known", source = "第三十六条第一项" },
  { key = "given", source = "第三十六条第二项" },
  { key = "refused", source = "第三十六条第三项", reason = true },
  { key = "missing", source = "第三十六条第四项" },
  { key = "elsewhere", source = "第三十六条第五项", reason = true },
  { key = "repeated", source = "第三十六条第六项", reason = true },
  { key = "special", source = "第三十六条第七项", reason = true },
}

-- Ends without a reply: the applicant took it back, or didn't correct it in
-- time (第三十条).
rules.ends = {
  { key = "withdrawn", source = "" },
  { key = "uncorrected", source = "第三十条", reason = true },
}

-- A part may be given, with the reasons for the rest (第三十七条).
rules.partial = { key = "given", source = "第三十七条" }

rules.applicants = { "person", "company", "research", "charity", "law", "other" }
rules.forms = { "mail", "paper", "read", "other" }

-- The annual report is published until 31 January (第四十九条).
rules.report_month, rules.report_day = 1, 31

-- The row of a key in replies or ends; nil where there is none.
function rules.find(key)
  for _, list in ipairs{ rules.replies, rules.ends } do
    for _, row in ipairs(list) do
      if row.key == key then return row end
    end
  end
end

-- Is it one of the seven, and not an end without a reply?
function rules.is_reply(key)
  for _, row in ipairs(rules.replies) do
    if row.key == key then return true end
  end
  return false
end

return rules
