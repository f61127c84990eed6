-- plugin.db: SQL on the plugin's own tables.  Wrong SQL raises; a broken
-- constraint, a locked database or too many rows is nil and the error.
local function new(core)
  if not core.db then return nil end
  local d <const> = core.db
  return setmetatable({}, { __metatable = false, __index = {
    all = function(_, sql, params) return d.all(sql, params) end,
    one = function(_, sql, params) return d.one(sql, params) end,
    run = function(_, sql, params) return d.run(sql, params) end,
    insert = function(_, sql, params)
      local n <const>, id = d.run(sql, params)
      if n then return id end
      return nil, id
    end,
    -- Keeps what f did, unless it raises or returns nil and an error.
    transaction = function(_, f)
      local begun <const>, err <const> = d.begin()
      if not begun then return nil, err end
      local done <const>, v <const>, problem <const> = pcall(f)
      if done and not (v == nil and problem ~= nil) then
        local kept <const>, why <const> = d.commit()
        if kept then return v, problem end
        d.rollback()
        return nil, why
      end
      d.rollback()
      if not done then error(v, 0) end
      return nil, problem
    end,
  } })
end

return new
