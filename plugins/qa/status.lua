-- Where a question stands, for whoever has its code.  The code is sent in the
-- body: it stands in no address, history or log.
local plugin <const> = ...
local questions <const> = require "qa.questions"
local reasons <const> = require "qa.reasons"

local function reason(req, receipt)
  if receipt.state ~= "withheld" then return nil end
  for _, r in ipairs(reasons) do
    if r.key == receipt.outcome then
      return { title = req:t("qa.reason." .. r.key), source = r.source }
    end
  end
  return { title = receipt.outcome, source = "" }
end

local function page(req, code, receipt, err)
  return req:render("qa/status", { code = code, receipt = receipt or false,
    problem = err and err.message or false,
    challenge = err and err.challenge or false, list = questions.address({}, 1),
    reason = receipt and reason(req, receipt) or false,
    appeal = plugin.config.appeal ~= "" and plugin.config.appeal or
      req:t("qa.appeal.default"),
    meta = { title = req:t("qa.status.title") } }, err and err.status)
end

plugin:route("qa.status", "GET /qa/status", { permission = "public" },
  function(req) return page(req, "") end)

plugin:route("qa.find", "POST /qa/status",
  { permission = "public", open = true }, function(req)
    local code <const> = req.form_fields.code or ""
    local receipt <const>, err <const> = plugin.cms:receipt(code, req,
      "qa.question")
    return page(req, receipt and "" or code:sub(1, 100), receipt, err)
  end)

return true
