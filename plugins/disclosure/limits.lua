-- Time limits of a request, in working days of the calendar: how long there is
-- for a correction notice and for the answer, and what is overdue.  Times are
-- unix seconds; `config` holds the days (settings).
--
-- The code that the visitor gets confirms the request on both sides, so time
-- runs from there (条例第三十一条).  A request that had to be corrected begins
-- anew when the correction arrives (第三十条); an extension adds to the end of
-- the first limit and needs a notice before that (第三十三条).
local limits <const> = {}

function limits.notice_due(calendar, config, received_at)
  return calendar:add_working_days(received_at, config.notice_days)
end

function limits.answer_due(calendar, config, from, extended)
  return calendar:add_working_days(from, config.answer_days +
    (extended and config.extension_days or 0))
end

-- Where a request stands: "received", "accepted", "correcting" (the applicant's
-- turn), "closed".
function limits.state(request)
  if request.closed_at then return "closed" end
  if request.notice_at and not request.corrected_at then return "correcting" end
  if request.accepted_at then return "accepted" end
  return "received"
end

-- Is the answer late at `now`?  While the applicant corrects, no time runs.
function limits.overdue(request, now)
  local state <const> = limits.state(request)
  if state == "closed" then return request.closed_at > request.due_at end
  return state ~= "correcting" and now > request.due_at
end

-- What may be done at `now`: a set.  One correction is asked for, within its
-- time; one extension, before the answer is due.
function limits.allowed(request, now)
  local state <const> = limits.state(request)
  if state == "closed" then return {} end
  return {
    accept = state == "received",
    notice = state ~= "correcting" and not request.notice_at and
      now <= request.notice_due,
    corrected = state == "correcting",
    extend = state ~= "correcting" and not request.extended_at and
      now <= request.due_at,
    answer = state ~= "correcting",
    close = true,
  }
end

return limits
