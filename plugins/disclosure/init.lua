-- Disclosure: what is registered, each in its own file.
local plugin <const> = ...

require "disclosure.catalogue"
require "disclosure.annual"
require "disclosure.apply"
require "disclosure.entry"
require "disclosure.handle"
require "disclosure.keep"
require "disclosure.paper"

local requests <const> = require "disclosure.requests"

-- A request that was written elsewhere: { applicant, name, contact, wish, form }.
plugin:command("ask", function(input)
  return requests.make(input, plugin:t("disclosure.ask.receipt"))
end)

plugin:job("purge", function()
  local n <const> = requests.purge()
  if n and n > 0 then plugin:log(("%d requests emptied"):format(n)) end
end)
