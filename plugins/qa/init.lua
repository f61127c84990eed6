-- 有问必答.  A file a noun; each registers its own routes.
local plugin <const> = ...
local questions <const> = require "qa.questions"
local useful <const> = require "qa.useful"
require "qa.ask"
require "qa.status"
require "qa.totals"
require "qa.desk"
require "qa.deeds"

-- Nothing goes to the reviewers without an answer.
plugin:hook("entry.submit", function(event)
  local entry <const> = event.entry
  if entry.type ~= "question" then return end
  local answer <const> = (entry.content.body or ""):gsub("<[^>]*>", "")
  if not answer:find("%S") then
    table.insert(event.problems, { field = "body",
      message = plugin:t("qa.answer.missing") })
  end
end)

plugin:hook("entry.view", function(event)
  if event.entry.type ~= "question" then return end
  event.view.qa = { useful = useful.counts(event.entry.id),
    ask = plugin.config.open and plugin:link("qa.ask") or nil,
    list = questions.address({}, 1) }
end)

plugin:hook("column.view", function(event)
  if event.column.type ~= "question" then return end
  event.view.qa = questions.view(questions.filter({}))
end)

plugin:hook("home.blocks", function(event)
  local config <const> = plugin.config
  if not config.home then return end
  local latest <const> = questions.latest(5)
  if #latest == 0 and not config.open then return end
  table.insert(event.blocks, { type = "question", position = 50, half = true,
    template = "qa/block", view = { questions = latest,
    list = questions.address({}, 1), status = plugin:link("qa.status"),
    ask = config.open and plugin:link("qa.ask") or nil } })
end)

local function follow(event)
  if event.entry.type == "question" then questions.update(event.entry.id) end
end
plugin:hook("entry.published", follow)
plugin:hook("entry.withdrawn", follow)

plugin:job("sync", function()
  if questions.sync() then plugin:after("sync", 1) end
end)
