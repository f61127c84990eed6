-- What the database has beside its own tables.
local plugin <const> = ...

local function attack(req)
  local got <const> = cms.array{}
  local function try(what, f)
    local good <const>, v <const> = pcall(f)
    if good and v ~= nil and v ~= false then got[#got + 1] = what end
  end
  for _, text in ipairs{
    "SELECT * FROM entry", "SELECT * FROM revision", "SELECT * FROM setting",
    "SELECT * FROM audit", "SELECT * FROM neighbour_secret",
    "SELECT * FROM main.entry", "SELECT sql FROM sqlite_master",
    "SELECT * FROM pragma_table_info('entry')",
    "SELECT load_extension('/tmp/x')", "SELECT readfile('/etc/passwd')",
    "SELECT writefile('/tmp/x', 'y')", "SELECT edit('x')",
    "SELECT fts3_tokenizer('x')",
    "SELECT (SELECT count(*) FROM entry) AS n",
    "SELECT 1 UNION SELECT id FROM entry",
    "SELECT 1\0; DROP TABLE live" } do
    try(text, function() return plugin.db:all(text) end)
  end
  for _, text in ipairs{
    "ATTACH '/tmp/hostile.db' AS other", "ATTACH '../../hub.db' AS hub",
    "DETACH main", "PRAGMA writable_schema = ON", "PRAGMA journal_mode = DELETE",
    "PRAGMA trusted_schema", "VACUUM INTO '/tmp/hostile.db'", "VACUUM", "REINDEX",
    "ANALYZE", "BEGIN", "COMMIT", "SAVEPOINT x", "DELETE FROM live",
    "UPDATE live SET title = 'x'", "INSERT INTO ledger DEFAULT VALUES",
    "DROP TABLE live", "ALTER TABLE live RENAME TO x",
    "CREATE TABLE sql_more (a)", "CREATE TABLE other (a)",
    "CREATE TEMP TABLE t (a)", "CREATE TEMP TRIGGER t AFTER INSERT ON live BEGIN " ..
    "SELECT 1; END", "CREATE VIEW sql_v AS SELECT * FROM entry",
    "CREATE VIRTUAL TABLE sql_f USING fts5(a)",
    "UPDATE neighbour_secret SET word = 'x'", "SELECT 1; DROP TABLE live" } do
    try(text, function() return plugin.db:run(text) end)
  end
  return req:json(got)
end

-- For visitors, who only read, and where forms are taken, which writes.
plugin:route("sql", "GET /hostile/sql", { permission = "public" }, attack)
plugin:route("sql.post", "POST /hostile/sql", { permission = "public",
  open = true }, attack)
