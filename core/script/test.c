/* Tests of plugins: see test.h. */
#include "script/test.h"

#include <lauxlib.h>

#include "script/module.h"
#include "script/sandbox.h"
#include "script/state.h"
#include "script/value.h"

/* A whole file; what the program does for it isn't counted. */
static const struct state_limit test_limit = {
	.memory = 128 * 1024 * 1024, .steps = 2000000000, .milliseconds = 60000
};

struct testing {
	const char			*root, *path, *shown;
	const struct script_tester	*tester;
	struct arena			*arena;		/* of one question */
	int				failed;
};

/* ask(what, in) → out, or nil and { code, status, field, detail, out } */
static int
test_ask(lua_State *L)
{
	struct testing *t = state_owner(L);
	const char *what = luaL_checkstring(L, 1);
	struct fault f = { .err = ERR_OK };
	struct json *in, *out = NULL;
	enum err e;

	arena_reset(t->arena);
	luaL_checktype(L, 2, LUA_TTABLE);
	in = value_get(L, 2, t->arena);
	state_leave(L);
	e = t->tester->ask(t->tester->arg, what, in, t->arena, &out, &f);
	state_enter(L);
	if (e == ERR_OK) {
		value_push(L, out != NULL ? out : json_object(t->arena));
		return (1);
	}
	lua_pushnil(L);
	lua_createtable(L, 0, 5);
	lua_pushstring(L, f.name);
	lua_setfield(L, -2, "code");
	lua_pushinteger(L, fault_status(e));
	lua_setfield(L, -2, "status");
	lua_pushstring(L, f.field);
	lua_setfield(L, -2, "field");
	lua_pushstring(L, f.detail);
	lua_setfield(L, -2, "detail");
	value_push(L, out);
	lua_setfield(L, -2, "out");
	return (2);
}

/* tell(line, failed) */
static int
test_tell(lua_State *L)
{
	struct testing *t = state_owner(L);

	t->tester->tell(t->tester->arg, luaL_checkstring(L, 1));
	t->failed += lua_toboolean(L, 2);
	return (0);
}

/* The names that lua/cms/test.lua returns become globals of the file. */
static int
test_run(lua_State *L)
{
	static const luaL_Reg core[] = {
		{ "ask", test_ask }, { "tell", test_tell }, { NULL, NULL }
	};
	struct testing *t = lua_touserdata(L, 1);

	module_open(L, t->root, NULL, NULL);
	sandbox_push_library(L);
	lua_createtable(L, 0, 2);
	lua_pushcfunction(L, value_array);
	lua_setfield(L, -2, "array");
	lua_pushlightuserdata(L, NULL);
	lua_setfield(L, -2, "null");
	sandbox_seal(L);
	lua_setfield(L, -2, "cms");
	module_require(L, "cms.test");
	luaL_newlib(L, core);
	lua_call(L, 1, 1);
	for (lua_pushnil(L); lua_next(L, -2) != 0; ) {
		lua_pushvalue(L, -2);
		lua_insert(L, -2);
		lua_settable(L, 2);
	}
	module_load_file(L, t->path, t->shown);
	lua_call(L, 0, 0);
	return (0);
}

enum err
script_test(const char *root, const char *path, const char *shown,
    const struct script_tester *t, int *failed, struct fault *f)
{
	struct testing testing = { .root = root, .path = path, .shown = shown,
	    .tester = t,
	    .arena = arena_alloc() };
	struct state *s = state_alloc(&test_limit, &testing);
	enum err e = state_run(s, test_run, &testing, f);

	state_free(s);
	arena_free(testing.arena);
	*failed = testing.failed;
	return (e);
}
