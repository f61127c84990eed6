-- What a plugin does by the core: acts, and letters of visitors.

local letters <const> = require "cms.letters"

-- plugin.cms.entry.submit{ … } runs the act "entry.submit" for the one who
-- asked: its result, or nil and { code, status, field, detail, message, out }.
local function acts(core)
  local receive <const>, receipt <const> = letters.receive(core),
    letters.receipt(core)
  local ask <const> = letters.ask(core)
  local function noun(_, name)
    if name == "receive" then return receive end
    if name == "ask" then return ask end
    return setmetatable({}, { __metatable = false,
      __call = name == "receipt" and receipt or nil,
      __index = function(_, verb)
        return function(input) return core.act(name .. "." .. verb, input) end
      end })
  end
  return setmetatable({}, { __metatable = false, __index = noun })
end

return acts
