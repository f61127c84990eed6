-- A new password for somebody who lost it: the system administrator asks, the
-- security administrator gives, and each is shown a half, once.
local plugin <const> = ...
local page <const> = require "desk.page"
local users <const> = require "desk.users"

local resets <const> = {}
local acts <const> = plugin.cms

-- POST /desk/users/ID/reset/VERB; the half that comes back is on the page of
-- the answer and nowhere else.
local function deed(verb, done)
  page.route("reset." .. verb, "POST /desk/users/{id:int}/reset/" .. verb,
    function(req)
    local id <const> = req.params.id
    local out <const>, err <const> = acts.reset[verb]{ id = id }
    if not out then
      if err.status == 404 then return nil, err end
      return users.page(req, id, { problem = err }, err.status)
    end
    if done then return page.done(req, users.url(id), done) end
    return users.page(req, id, { half = out.half, half_of = verb,
      until_time = out["until"] })
  end)
end

deed("ask")
deed("give")
deed("drop", "reset_dropped")

-- Accounts whose new password waits to be given, for whoever may give it.
function resets.waiting()
  if not plugin:permits("reset.give") then return {} end
  local list <const> = acts.user.list{ waiting = true }
  return list and list.users or {}
end

-- What others did to one's own password; false where nothing.
function resets.own()
  local out <const> = acts.reset.own{}
  return out and out.reset or false
end

return resets
