-- Figures for everybody; the core leaves out what tells of too few.
local plugin <const> = ...

local function since(year)
  return plugin:time(("%04d-01-01"):format(year))
end

local function of(from)
  return plugin.cms.receipt.totals{ kind = "qa.question", from = from }
end

plugin:route("qa.totals", "GET /qa/totals",
  { permission = "public", cache = "" }, function(req)
    local year <const> = tonumber(plugin:date(plugin:now(), "day"):sub(1, 4))
    local groups <const> = {}
    for i, g in ipairs{ { title = req:t("qa.totals.year", { year = year }),
        from = since(year) }, { title = req:t("qa.totals.all"), from = 0 } } do
      local out <const>, err <const> = of(g.from)
      if not out then return nil, err end
      out.title = g.title
      groups[i] = out
    end
    return req:render("qa/totals", { groups = groups, least = groups[1].least,
      meta = { title = req:t("qa.totals.title"), kind = "column" } })
  end)

return true
