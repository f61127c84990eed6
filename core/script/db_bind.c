/*
 * plugin.db: queries of a plugin on its own connection (plugin_store.h).
 * Wrong SQL and what isn't allowed raise; what may happen to good SQL
 * (a constraint, a locked database, too many rows) is nil and an error.
 */
#include <sqlite3.h>
#include <string.h>

#include <lauxlib.h>

#include "cms/act.h"
#include "script/plugin_store.h"
#include "script/value.h"

#define TEXTS_MAX 256	/* queries of a plugin that are known again */

static const char texts_key;	/* registry key of their table */

struct store *
db_store(lua_State *L)
{
	struct plugin *p = state_owner(L);
	struct call *c = plugin_call(L);
	struct fault f = { .err = ERR_OK };
	struct store *s;
	enum err e;

	if (c->site == NULL)
		luaL_error(L, "plugin.db: there is no site");
	state_leave(L);
	e = store_find(p, c->site, &s, &f);
	state_enter(L);
	if (e != ERR_OK) {
		f.err = e;
		state_raise(L, &f);
	}
	arena_reset(s->arena);
	s->memory = sqlite3_memory_used();
	s->large = false;
	return (s);
}

static struct db_arg
db_argument(struct store *s, const struct json *v)
{
	const char *name = arena_printf(s->arena, ":%s", v->name);
	struct db_arg arg = { .name = name, .type = DB_ARG_TEXT };
	struct buf text = { 0 };

	switch (v->type) {
	case JSON_NULL:
		return (DB_NULL(name));
	case JSON_BOOL:
		return (DB_INT(name, v->flag));
	case JSON_INT:
		return (DB_INT(name, v->integer));
	case JSON_REAL:
		return (DB_REAL(name, v->real));
	case JSON_STRING:
		arg.p = v->text;
		arg.length = v->length;
		return (arg);
	case JSON_ARRAY:
	case JSON_OBJECT:
		break;
	}
	json_write(&text, v);
	arg.p = arena_copy(s->arena, text.data, text.length);
	arg.length = text.length;
	buf_cleanup(&text);
	return (arg);
}

/* { id = 5 } for ":id"; a table becomes JSON. */
static const struct db_arg *
db_arguments(lua_State *L, int index, struct store *s)
{
	struct db_arg *args;
	struct json *in;
	size_t i = 0;

	if (lua_isnoneornil(L, index))
		return (arena_get(s->arena, sizeof(*args)));
	luaL_checktype(L, index, LUA_TTABLE);
	in = value_get(L, index, s->arena);
	if (in->type != JSON_OBJECT)
		luaL_error(L, "plugin.db: parameters are { name = value }");
	args = arena_get(s->arena, (in->length + 1) * sizeof(*args));
	json_each(v, in)
		args[i++] = db_argument(s, v);
	return (args);
}

/* Raises with the place in the plugin: lua/cms/plugin.lua is between. */
static int
db_raise(lua_State *L, const char *message)
{
	luaL_where(L, 2);
	lua_pushfstring(L, "plugin.db: %s", message);
	lua_concat(L, 2);
	return (lua_error(L));
}

/* nil and the error, or raises. */
static int
db_failed(lua_State *L, struct store *s, enum err e, struct fault *f)
{
	bool gentle = e == ERR_CONFLICT || e == ERR_TOO_LARGE ||
	    (e == ERR_BUSY && strcmp(f->name, "db.readonly") != 0);

	state_charge(L, 0);
	if (s->large)
		return (db_raise(L, "the query needs too much memory"));
	if (strcmp(f->name, "db.readonly") == 0)
		return (db_raise(L, "visitors' requests (GET) only read"));
	if (!gentle)
		return (db_raise(L, f->detail));
	f->err = e;
	return (plugin_push_fault(L, f, NULL));
}

static void
texts_start(lua_State *L)
{
	lua_newtable(L);
	lua_pushvalue(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &texts_key);
}

/* A statement is found again by where its text lies (store/db.c), and plugins
 * put queries together: the same text is another string each time.  The first
 * one stays, and the others are looked up. */
static const char *
db_text_kept(lua_State *L, struct store *s)
{
	const char *sql;

	if (lua_rawgetp(L, LUA_REGISTRYINDEX, &texts_key) != LUA_TTABLE ||
	    s->texts >= TEXTS_MAX) {
		lua_pop(L, 1);
		texts_start(L);
		s->texts = 0;
	}
	lua_pushvalue(L, 1);
	if (lua_rawget(L, -2) != LUA_TSTRING) {
		lua_pushvalue(L, 1);
		lua_pushvalue(L, 1);
		lua_rawset(L, -4);
		s->texts++;
		lua_pushvalue(L, 1);
		lua_replace(L, -2);
	}
	sql = lua_tostring(L, -1);
	lua_pop(L, 2);
	return (sql);
}

/* SQLite would read as far as a NUL, and nobody what stands behind it. */
static const char *
db_text(lua_State *L, struct store *s)
{
	size_t length;
	const char *sql = luaL_checklstring(L, 1, &length);

	if (strlen(sql) != length)
		db_raise(L, "a NUL in the query");
	return (db_text_kept(L, s));
}

static enum err
db_rows(lua_State *L, struct store *s, struct json **out, struct fault *f)
{
	static const struct db_bound bound = { STORE_ROWS_MAX,
	    STORE_BYTES_MAX };
	const char *sql = db_text(L, s);

	return (db_rows_text(s->db, s->arena, out, &bound, f, sql,
	    db_arguments(L, 2, s)));
}

/* all(sql, params) → rows */
static int
db_bind_all(lua_State *L)
{
	struct store *s = db_store(L);
	struct fault f = { .err = ERR_OK };
	struct json *out;
	enum err e = db_rows(L, s, &out, &f);

	if (e != ERR_OK)
		return (db_failed(L, s, e, &f));
	value_push(L, out);
	return (1);
}

/* one(sql, params) → the first row, or nil */
static int
db_bind_one(lua_State *L)
{
	struct store *s = db_store(L);
	const char *sql = db_text(L, s);
	struct fault f = { .err = ERR_OK };
	struct json *out;
	enum err e = db_one_text(s->db, s->arena, &out, &f, sql,
	    db_arguments(L, 2, s));

	if (e != ERR_OK)
		return (db_failed(L, s, e, &f));
	value_push(L, out);
	return (1);
}

/* run(sql, params) → changed rows, the last id */
static int
db_bind_run(lua_State *L)
{
	struct store *s = db_store(L);
	const char *sql = db_text(L, s);
	struct fault f = { .err = ERR_OK };
	enum err e;

	if (plugin_call(L)->looking)
		return (db_raise(L, "previews only read"));
	e = db_run_text(s->db, &f, sql, db_arguments(L, 2, s));
	if (e != ERR_OK)
		return (db_failed(L, s, e, &f));
	s->wrote = true;
	s->wrote_for_staff |= plugin_call(L)->actor != NULL;
	lua_pushinteger(L, db_changes(s->db));
	lua_pushinteger(L, db_last_id(s->db));
	return (2);
}

/* The core's own statements around a transaction. */
static int
db_control(lua_State *L, enum err (*run)(struct db *, struct fault *))
{
	struct store *s = db_store(L);
	struct fault f = { .err = ERR_OK };
	enum err e;

	s->trusted = true;
	e = run(s->db, &f);
	s->trusted = false;
	if (e != ERR_OK)
		return (db_failed(L, s, e, &f));
	lua_pushboolean(L, true);
	return (1);
}

static int
db_bind_begin(lua_State *L)
{
	if (db_in_transaction(db_store(L)->db))
		return (db_raise(L, "a transaction inside a transaction"));
	return (db_control(L, db_begin));
}

static int
db_bind_commit(lua_State *L)
{
	return (db_control(L, db_commit));
}

static enum err
db_undo(struct db *db, struct fault *f)
{
	(void)f;
	db_rollback(db);
	return (ERR_OK);
}

static int
db_bind_rollback(lua_State *L)
{
	return (db_control(L, db_undo));
}

bool
plugin_in_transaction(struct plugin *p)
{
	struct store *s;

	for (s = p->stores; s != NULL; s = s->next)
		if (db_in_transaction(s->db))
			return (true);
	return (false);
}

void
db_bind_open(lua_State *L)
{
	static const luaL_Reg functions[] = {
		{ "all", db_bind_all },
		{ "one", db_bind_one },
		{ "run", db_bind_run },
		{ "begin", db_bind_begin },
		{ "commit", db_bind_commit },
		{ "rollback", db_bind_rollback },
		{ NULL, NULL }
	};

	luaL_newlib(L, functions);
	lua_setfield(L, -2, "db");
}
