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

local function replace_all(text, from, to)
  local out, at = {}, 1
  while true do
    local first <const>, last <const> = text:find(from, at, true)
    if not first then break end
    out[#out + 1] = text:sub(at, first - 1) .. to
    at = last + 1
  end
  return table.concat(out) .. text:sub(at)
end

local function replaced(v, from, to)
  if type(v) == "string" then return replace_all(v, from, to) end
  if type(v) ~= "table" then return v end
  local out <const> = {}
  for name, member in pairs(v) do out[name] = replaced(member, from, to) end
  return out
end

-- What plugins refused, for the form: err.problems is field = sentences;
-- err.maskable where all of it may be sent with what they would put there.
local function explain(err)
  local refused <const> = err.out and err.out.problems
  if not refused then return err end
  err.problems, err.maskable = {}, true
  for _, p in ipairs(refused) do
    local field <const> = p.field or ""
    err.problems[field] = (err.problems[field] and err.problems[field] .. "；" or
      "") .. p.message
    err.maskable = err.maskable and p.text ~= nil and p.replace ~= nil
  end
  return err
end

local MASK_ROUNDS <const> = 20

-- plugin.cms:receive(kind, values, mask): with mask, what can be masked is, and
-- sent.  plugin.cms:receipt(code, req, kind); beside it stand the acts
-- plugin.cms.receipt.list{ … }.
local function receive(core)
  return function(_, kind, values, mask)
    for round = 1, MASK_ROUNDS do
      local out <const>, err = core.receive(kind, values)
      if out then return out end
      err = explain(err)
      if not mask or not err.maskable or round == MASK_ROUNDS then
        return nil, err
      end
      for _, p in ipairs(err.out.problems) do
        values = { column = values.column, type = values.type,
          days = values.days, title = replaced(values.title, p.text, p.replace),
          content = replaced(values.content, p.text, p.replace),
          check = replaced(values.check, p.text, p.replace) }
      end
    end
  end
end

-- plugin.cms:ask(kind, values): is there anything against this text of a
-- visitor, which the plugin itself keeps?  true, or nil and the error.
local function ask(core)
  return function(_, kind, values)
    local good <const>, err <const> = core.receive_ask(kind, values)
    if good then return good end
    return nil, explain(err)
  end
end

-- plugin.cms:receipt(code, req, kind): where the letter of that kind and code
-- stands, only in POST.  When many wrong codes came, req has to bring a challenge:
-- err.challenge is one for the form (partials/challenge), which is sent again.
local function receipt(core)
  return function(_, _, code, req, kind)
    local sent <const> = req and req.form_fields or {}
    local out <const>, err <const> = core.receipt(code, sent._challenge, sent._work,
      sent._answer)
    if err and (err.code == "receipt.often" or err.code:find("^challenge%.")) then
      err.challenge = challenge(core).issue()
    end
    if out and kind and out.kind ~= kind then
      return nil, { code = "receipt.unknown", status = 404,
        message = core.text("fault.receipt.unknown") }
    end
    return out, err
  end
end

return { ask = ask, calendar = calendar, challenge = challenge, receive = receive,
  receipt = receipt }
