/* plugin.db: what a plugin may do with the database, and what it may not. */
#include "play.h"

static struct stage st;

#define DB "capabilities = { 'db' }"
#define DB_ROUTE(body) ROUTE("one", "local db = plugin.db " body)

static void
db_open_stage(const char *migration, const char *init)
{
	play_open(&st, "one", MANIFEST("one", DB), init);
	stage_file(&st, "plugins/one/migrations/001_start.sql", migration);
}

#define TABLE "CREATE TABLE one_note (id INTEGER PRIMARY KEY, " \
	"title TEXT UNIQUE, data TEXT) STRICT;"

TEST(a_plugin_keeps_rows_of_its_own)
{
	uint64_t before;

	db_open_stage(TABLE, DB_ROUTE("local id = db:insert('INSERT INTO "
	    "one_note (title, data) VALUES (:title, :data)', { title = '甲', "
	    "data = { 1, 2 } }) "
	    "local n = db:run('UPDATE one_note SET title = :t', { t = '乙' }) "
	    "local row = db:one('SELECT id, title, data AS data_json FROM "
	    "one_note WHERE id = :id OR id = :other', { id = id }) "
	    "return req:json{ n, row, #db:all('SELECT * FROM one_note'), "
	    "db:one('SELECT 1 AS x WHERE 0') == nil }"));
	before = site_generation(st.w.site);
	CHECK_TEXT(play(&st, NULL, "one", "{}"),
	    "[1,{\"data\":[1,2],\"id\":1,\"title\":\"乙\"},1,true]");
	CHECK(site_generation(st.w.site) > before);
	stage_close(&st);
}

TEST(a_transaction_is_kept_whole_or_not_at_all)
{
	db_open_stage(TABLE, DB_ROUTE(
	    "local function add(t) return db:run('INSERT INTO one_note "
	    "(title) VALUES (:t)', { t = t }) end "
	    "local a = db:transaction(function() add('a') return 'kept' end) "
	    "local ok = pcall(db.transaction, db, function() add('b') "
	    "error('no') end) "
	    "local b, err = db:transaction(function() add('c') "
	    "return add('a') end) "
	    "return req:json{ a, ok, b == nil, err.code, "
	    "#db:all('SELECT * FROM one_note') }"));
	CHECK_TEXT(play(&st, NULL, "one", "{}"),
	    "[\"kept\",false,true,\"db.constraint\",1]");
	stage_close(&st);
}

TEST(what_is_left_open_is_undone)
{
	db_open_stage(TABLE, DB_ROUTE("if req.query.again then "
	    "return req:json(#db:all('SELECT * FROM one_note')) end "
	    "db:transaction(function() db:run('INSERT INTO one_note (title) "
	    "VALUES (1)') while true do end end)"));
	CHECK(strstr(play(&st, NULL, "one", "{}"), "steps") != NULL);
	CHECK_TEXT(play(&st, NULL, "one", "{'query':{'again':'1'}}"), "0");
	stage_close(&st);
}

TEST(what_isnt_its_own_is_out_of_reach)
{
	static const char *const refused[] = {
		"SELECT title FROM entry", "SELECT count(*) FROM revision",
		"SELECT * FROM autosave", "SELECT value FROM setting",
		"SELECT * FROM two_note", "SELECT count(*) FROM entry",
		"UPDATE sqlite_master SET type = ''x''",
		"SELECT name FROM sqlite_master", "SELECT * FROM sqlite_schema",
		"SELECT * FROM pragma_table_info(''live'')",
		"SELECT (SELECT count(*) FROM entry) FROM live",
		"WITH x AS (SELECT * FROM user) SELECT * FROM x",
		"INSERT INTO live (entry) VALUES (1)", "DELETE FROM live",
		"UPDATE \"column\" SET title = 1", "DELETE FROM ledger",
		"ATTACH ''/tmp/x'' AS x", "PRAGMA writable_schema = ON",
		"PRAGMA journal_mode = DELETE", "VACUUM INTO ''/tmp/x''",
		"SELECT load_extension(''x'')", "BEGIN", "SAVEPOINT a",
		"CREATE TABLE one_more (a)", "DROP TABLE one_note",
		"CREATE TEMP TABLE x (a)", "ANALYZE", "REINDEX",
	};
	char init[900];
	size_t i;

	for (i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		const char *p = refused[i];
		char sql[200], *q = sql;

		for (; *p != '\0'; p++)	/* '' stands for ' in Lua's "" */
			if (p[0] == '\'' && p[1] == '\'')
				*q++ = *p++;
			else
				*q++ = *p;
		*q = '\0';
		snprintf(init, sizeof(init), "%s%s%s", "local plugin = ... "
		    "plugin:route('one', 'GET /one', { permission = 'public' "
		    "}, function(req) return req:json(plugin.db:all([[", sql,
		    "]])) end)");
		db_open_stage(TABLE, init);
		(void)play(&st, NULL, "one", "{}");
		if (st.fault.name == NULL ||
		    strcmp(st.fault.name, "script.failed") != 0)
			unit_fail(__FILE__, __LINE__, "%s: %s", refused[i],
			    st.fault.name != NULL ? st.fault.name : "done");
		stage_close(&st);
	}
}

TEST(what_is_live_can_be_read)
{
	db_open_stage(TABLE, DB_ROUTE("return req:json{ "
	    "db:one('SELECT count(*) AS n FROM live JOIN \"column\" c ON "
	    "c.id = \"column\"').n, #db:all('SELECT id FROM ledger'), "
	    "#db:all('SELECT * FROM tombstone'), "
	    "db:one('SELECT value FROM json_each(:list)', "
	    "{ list = { 7 } }).value }"));
	CHECK_TEXT(play(&st, NULL, "one", "{}"), "[0,0,0,7]");
	stage_close(&st);
}

TEST(a_query_has_bounds)
{
	db_open_stage(TABLE, DB_ROUTE("local sql = req.query.sql "
	    "local out, err = db:all(sql) "
	    "return req:json(err and err.code or #out)"));
	CHECK_TEXT(play(&st, NULL, "one", "{'query':{'sql':'WITH RECURSIVE "
	    "t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT x FROM "
	    "t LIMIT 10000'}}"), "10000");
	CHECK_TEXT(play(&st, NULL, "one", "{'query':{'sql':'WITH RECURSIVE "
	    "t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT x FROM "
	    "t LIMIT 10001'}}"), "\"db.rows\"");
	(void)play(&st, NULL, "one", "{'query':{'sql':'WITH RECURSIVE t(x) "
	    "AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT max(x) FROM "
	    "t'}}");
	CHECK_TEXT(st.fault.name, "script.budget");
	(void)play(&st, NULL, "one", "{'query':{'sql':'WITH RECURSIVE t(x) "
	    "AS (SELECT zeroblob(1000000) UNION ALL SELECT zeroblob(1000000) "
	    "FROM t) SELECT x FROM t ORDER BY x DESC LIMIT 1'}}");
	CHECK(st.fault.name != NULL);
	CHECK(strstr(st.fault.detail, "memory") != NULL ||
	    strcmp(st.fault.name, "script.budget") == 0);
	stage_close(&st);
}

TEST(a_plugin_without_the_capability_has_no_database)
{
	play_open(&st, "one", MANIFEST("one", ""),
	    DB_ROUTE("return req:json(1)"));
	CHECK(strstr(play(&st, NULL, "one", "{}"), "capability \"db\"") !=
	    NULL);
	stage_close(&st);
}

TEST(a_migration_stays_within_its_names)
{
	static const char *const refused[] = {
		"CREATE TABLE two_note (a);", "CREATE INDEX one_i ON live (type);",
		"DROP TABLE live;", "ALTER TABLE entry ADD COLUMN x;",
		TABLE "ALTER TABLE one_note RENAME TO stranger;",
		"CREATE TABLE one_a (e INTEGER REFERENCES live(entry));",
		"CREATE TRIGGER one_t AFTER INSERT ON live BEGIN SELECT 1; END;",
		TABLE "COMMIT;", "ATTACH '/tmp/x' AS y;",
		"PRAGMA foreign_keys = OFF;", "DELETE FROM live;",
		"CREATE VIEW v AS SELECT 1;",
		"CREATE VIRTUAL TABLE one_v USING dbstat;",
		"WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x FROM t) "
		    "SELECT max(x) FROM t;",
	};
	size_t i;

	for (i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		db_open_stage(refused[i], DB_ROUTE("return req:json(1, "
		    "db:run('DELETE FROM one_note'))"));
		(void)play(&st, NULL, "one", "{}");
		if (st.fault.err == ERR_OK || strcmp(st.fault.name,
		    "script.failed") == 0)
			unit_fail(__FILE__, __LINE__, "%s: %s", refused[i],
			    st.fault.detail);
		stage_close(&st);
	}
}

TEST(migrations_run_once_and_in_order)
{
	db_open_stage(TABLE "CREATE VIRTUAL TABLE one_index USING fts5(title);"
	    "CREATE INDEX one_title ON one_note (title);"
	    "CREATE TRIGGER one_seen AFTER INSERT ON one_note BEGIN "
	    "INSERT INTO one_index (title) VALUES (new.title); END;",
	    DB_ROUTE("db:run(\"INSERT INTO one_note (title, more) VALUES "
	    "('word', 1)\") return req:json(db:one(\"SELECT count(*) AS n "
	    "FROM one_index WHERE one_index MATCH 'word'\").n)"));
	stage_file(&st, "plugins/one/migrations/002_more.sql",
	    "ALTER TABLE one_note ADD COLUMN more INTEGER;"
	    "INSERT INTO one_note (title, more) VALUES ('first', 0);");
	CHECK_TEXT(play(&st, NULL, "one", "{}"), "1");
	script_free(st.script);	/* a new start */
	CHECK_INT(script_alloc(&st.script, st.w.cms, st.root, &st.fault),
	    ERR_OK);
	CHECK_TEXT(play(&st, NULL, "one", "{}"), "1");	/* it is a repeat */
	stage_close(&st);
}

TEST(no_act_runs_inside_a_plugins_transaction)
{
	db_open_stage(TABLE, DB_ROUTE("db:transaction(function() "
	    "plugin.cms.entry.create{ column = 'news', title = 'x' } end)"));
	CHECK(strstr(play(&st, &st.w.root.actor, "one", "{}"),
	    "entry.create inside plugin.db:transaction()") != NULL);
	stage_close(&st);
}
