-- What a plugin's handle has for letters of visitors: receipts with a code,
-- the challenge on open forms, the calendar of working days.

local i18n <const> = require "cms.i18n"

-- plugin:calendar(): a limit "within n working days" of the day on which a
-- second falls, by the State Council's calendar and the site's own.
local function calendar(core)
  return {
    -- The last second of the n-th working day.
    add_working_days = function(_, unix, n)
      return core.working_after(unix, n)
    end,
    -- Negative where `to` is earlier.
    working_days_between = function(_, from, to)
      return core.working_between(from, to)
    end,
    is_working_day = function(_, unix) return core.working(unix) end,
    -- Is there a published calendar of that year?  Else weekends only.
    knows = function(_, year) return core.working_known(year) end,
  }
end

local function question(core, q)
  local words <const> = {}
  for _, name in ipairs{ "a", "b", "c" } do
    words[name] = core.text("challenge.number." .. q[name])
  end
  return i18n.fill(core.text("challenge." .. q.key), words)
end

-- plugin:challenge(): `issue` for the template partials/challenge, `check` for
-- what the form sent (true, or nil and the error).  A page with a challenge
-- must not be kept by the page cache: its route has no `cache`.
local function challenge(core)
  return {
    issue = function()
      local c <const> = core.challenge_issue()
      c.question = question(core, c.question)
      return c
    end,
    check = function(_, req)
      local sent <const> = req.form_fields
      return core.challenge_check(sent._challenge or "", sent._work or "",
        sent._answer or "")
    end,
  }
end

-- plugin.cms:receive(kind, values) and plugin.cms:receipt(code); beside the
-- latter stand the acts plugin.cms.receipt.list{ … }.
local function receive(core)
  return function(_, kind, values) return core.receive(kind, values) end
end

local function receipt(core)
  return function(_, _, code) return core.receipt(code) end
end

return { calendar = calendar, challenge = challenge, receive = receive,
  receipt = receipt }
