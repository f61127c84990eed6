-- What has to hold of an item before it is saved or submitted, beyond its
-- fields.  `known(number)` gives the item with that index number that is
-- public, or nil; `today` is a day like "2026-04-28".  A pure function: its
-- result is a list of { field, key, args }.
local check <const> = {}

local function blank(v)
  return v == nil or v == "" or (type(v) == "table" and #v == 0)
end

-- HTML without text or pictures says nothing.
local function blank_html(html)
  return blank(html) or
    not (html:find("<img") or html:gsub("<[^>]*>", ""):find("[^%s\u{A0}]"))
end

local function dates(content, today, add)
  if not blank(content.signed_date) and content.signed_date > today then
    add("signed_date", "signed_future")
  end
  if not blank(content.effective_date) and not blank(content.abolished_date) and
      content.abolished_date < content.effective_date then
    add("abolished_date", "abolished_early")
  end
end

-- What is amended or void says since when, and what took its place or why.
local function validity(content, known, add)
  local state <const> = content.validity
  if state == "disclosure_valid" then
    for _, field in ipairs{ "abolished_date", "successor" } do
      if not blank(content[field]) then add(field, "valid_with") end
    end
    return
  end
  local since <const> = state == "disclosure_void" and "abolished_date" or
    "amended_date"
  if blank(content[since]) then add(since, "since") end
  if blank(content.successor) and blank(content.validity_note) then
    add("successor", "successor_missing")
  elseif not blank(content.successor) then
    if content.successor == content.index_number then
      add("successor", "successor_self")
    elseif not known(content.successor) then
      add("successor", "successor_unknown", { number = content.successor })
    end
  end
end

-- A party matter for fewer than everybody is only entered in the catalogue
-- here: what is on the portal is open to all.
local function scope(content, add)
  if content.scope == "disclosure_society" or blank(content.scope) then return end
  if not blank_html(content.body) then add("body", "scope_text") end
  if not blank(content.attachments) then add("attachments", "scope_text") end
  if not blank(content.summary) then add("summary", "scope_text") end
  if blank(content.way) then add("way", "scope_way") end
end

local STEPS <const> = { disclosure_propose = 1, disclosure_check = 2,
  disclosure_approve = 3, disclosure_carry = 4 }

-- 提出→审核→审批→实施, in that order and by dates that agree with it.
local function procedure(content, add)
  local step, day = 0, ""
  for _, row in ipairs(content.procedure or {}) do
    local here <const> = STEPS[row.step] or 0
    if here < step or (not blank(row.on) and row.on < day) then
      add("procedure", "procedure_order")
      return
    end
    step, day = here, not blank(row.on) and row.on or day
  end
end

function check.item(content, known, today)
  local problems <const> = {}
  local function add(field, key, args)
    problems[#problems + 1] = { field = field, key = "disclosure.bad." .. key,
      args = args }
  end
  dates(content, today, add)
  validity(content, known, add)
  scope(content, add)
  procedure(content, add)
  return problems
end

return check
