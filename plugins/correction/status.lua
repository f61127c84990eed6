-- Where a report stands, for whoever has its code.  The code is sent in the
-- body: it stands in no address, history or log.
local plugin <const> = ...

local function page(req, code, receipt, err)
  return req:render("correction/status", { code = code,
    receipt = receipt or false, problem = err and err.message or false,
    challenge = err and err.challenge or false,
    meta = { title = req:t("correction.status.title") } }, err and err.status)
end

plugin:route("correction.status", "GET /correction/status",
  { permission = "public" }, function(req) return page(req, "") end)

plugin:route("correction.find", "POST /correction/status",
  { permission = "public", open = true }, function(req)
    local code <const> = req.form_fields.code or ""
    local receipt <const>, err <const> = plugin.cms:receipt(code, req,
      "correction")
    return page(req, receipt and "" or code:sub(1, 100), receipt, err)
  end)

return true
