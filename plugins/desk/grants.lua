-- Roles given to a user, on the user's page.
local plugin <const> = ...
local page <const> = require "desk.page"
local tree <const> = require "desk.tree"
local users <const> = require "desk.users"

local cms <const> = plugin.cms

-- Sites, and the columns of this one, to choose from.
function users.places()
  local sites, all, err
  sites, err = cms.site.list{}
  if not sites then return nil, nil, err end
  all, err = tree.all()
  if not all then return nil, nil, err end
  return sites.sites, tree.choices(all, nil)
end

local function given(v)
  return type(v) == "string" and v ~= "" and v or nil
end

page.route("grant.add", "POST /desk/users/{id:int}/grants", function(req)
  local id <const>, fields <const> = req.params.id, req.form_fields
  local user <const>, fault <const> = users.find(req, id)
  if not user then return nil, fault end
  local out <const>, err <const> = cms.grant.add{ user = user.name,
    role = given(fields.role), site = given(fields.site),
    column = given(fields.column), unit = given(fields.unit) }
  if out then return page.done(req, users.url(id), "granted") end
  return users.page(req, id, { problem = err, typed = fields }, err.status)
end)

page.route("grant.remove", "POST /desk/users/{id:int}/grants/{grant:int}/remove",
  function(req)
  local id <const> = req.params.id
  local out <const>, err <const> = cms.grant.remove{ id = req.params.grant }
  if out then return page.done(req, users.url(id), "revoked") end
  return users.page(req, id, { problem = err }, err.status)
end)

return true
