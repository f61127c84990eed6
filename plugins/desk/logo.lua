-- The site's logo: a picture of the library that stands on every page.
local plugin <const> = ...
local page <const> = require "desk.page"
local site <const> = require "desk.site"

local acts <const> = plugin.cms

page.route("site.logo", "POST /desk/site/logo", function(req)
  local file, out, err
  if req.form_fields["do"] == "drop" then
    file = { hash = "" }
  elseif #req.uploads == 1 and req.uploads[1].length > 0 then
    file, err = acts.media.upload{ file = req.uploads[1].upload,
      alt = req:t("desk.site.logo") }
  else
    err = { status = 422, message = req:t("desk.site.logo.none") }
  end
  if file then out, err = acts.site.update{ logo = file.hash } end
  if out then return page.done(req, "/desk/site", "saved") end
  return site.page(req, err)
end, { permission = "site.update" })

return true
