-- plugin.words: compiled word lists (core/base/words.h tells what is found).

local function new(core)
  return {
    -- The list that a query on the plugin's tables gives, as rows of kind,
    -- severity, fold, text and number; compiled anew when version differs.
    -- list:find(text, { html = , max = }) gives { number, severity, start,
    -- length, text, kind }, start and length in characters.
    list = function(version, sql) return core.words(version, sql) end,
    -- Is it a rule?  true, or nil and the fault.
    try = function(kind, text) return core.words_try(kind, text) end,
    -- In how many of the query's texts each of the rules { kind, text, fold }
    -- is found, and how many texts there are.
    spread = function(rules, sql) return core.words_spread(rules, sql) end,
    -- Personal data with all but its beginning or end masked.
    mask = function(kind, text) return core.words_mask(kind, text) end,
    folds = core.words_folds,
  }
end

return { new = new }
