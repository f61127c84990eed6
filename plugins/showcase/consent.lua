-- What a consent must say, so that something of a person may be shown
-- (个人信息保护法 Art. 25: separate consent; 14, 15: informed, and withdrawn at
-- any time).
local plugin <const> = ...

local consent <const> = {}
local YEARS_MAX <const> = 10

function consent.today() return plugin:date(plugin:now(), "day") end

-- Is it in force on that day?
function consent.holds(content, today)
  return (content.consent_number or "") ~= "" and
    (content.consent_date or "") ~= "" and content.consent_date <= today and
    (content.consent_until or "") >= today and
    (content.consent_withdrawn or "") == ""
end

local function year_of(day) return tonumber(day:sub(1, 4)) end

-- What is wrong in itself, whenever it is saved: { field, key }…
function consent.problems(content)
  local list <const> = {}
  local from <const> = content.consent_date or ""
  local till <const> = content.consent_until or ""
  local function add(field, key) list[#list + 1] = { field = field, key = key } end
  if from ~= "" and till ~= "" and till < from then
    add("consent_until", "showcase.bad.order")
  elseif from ~= "" and till ~= "" and
      year_of(till) - year_of(from) > YEARS_MAX then
    add("consent_until", "showcase.bad.long")
  end
  local this_year <const> = year_of(consent.today())
  for i, row in ipairs(content.honours or {}) do
    if type(row.year) == "number" and
        (row.year < 1930 or row.year > this_year + 1) then
      add("honours." .. i .. ".year", "showcase.bad.year")
    end
  end
  return list
end

-- What keeps it from being shown now.
function consent.obstacles(content)
  local today <const> = consent.today()
  local list <const> = consent.problems(content)
  local function add(field, key) list[#list + 1] = { field = field, key = key } end
  if (content.consent_withdrawn or "") ~= "" then
    add("consent_withdrawn", "showcase.bad.withdrawn")
  end
  if (content.consent_date or "") > today then
    add("consent_date", "showcase.bad.early")
  end
  if (content.consent_until or "") < today then
    add("consent_until", "showcase.bad.ended")
  end
  return list
end

return consent
