-- Lua 5.4 as the sandbox has it (core/script/sandbox.h).
std = {
  read_globals = { "assert", "collectgarbage", "error", "getmetatable",
    "ipairs", "next", "pairs", "pcall", "rawequal", "rawget", "rawlen",
    "rawset", "require", "select", "setmetatable", "tonumber", "tostring",
    "type", "xpcall",
    coroutine = { fields = { "create", "isyieldable", "resume", "status",
      "wrap", "yield" } },
    string = { fields = { "byte", "char", "find", "format", "gmatch", "gsub",
      "len", "lower", "match", "rep", "reverse", "sub", "upper" } },
    table = { fields = { "concat", "insert", "move", "pack", "remove", "sort",
      "unpack" } },
    math = { other_fields = true }, utf8 = { other_fields = true },
    cms = { fields = { "array", "null", "quoted", "xml" } } },
}
max_line_length = 90
-- Counted in bytes, of which a Chinese character has three.
files["sites/**/*.lua"] = { max_line_length = false }
-- A file under tests/ runs in plain Lua.
files["tests/**/*.lua"] = { std = "lua54" }
-- Tests of plugins (lua/cms/test.lua).
files["plugins/*/tests/*.lua"] = { read_globals = { "test", "equal", "ok",
  "contains", "lacks", "shown" } }
exclude_files = { "build", "**/node_modules", "lua/meta" }
