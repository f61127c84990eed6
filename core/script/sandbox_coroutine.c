/*
 * Coroutines under the budget: each has the hook, and an error in one that is
 * the budget's own goes on through whoever resumed it.  The functions are
 * Lua's, but for `resume` and `wrap` which pass such errors on, and `close`,
 * which isn't there: it would run __close of a thread that is over.
 */
#include "script/sandbox.h"

#include <stdbool.h>

#include <lauxlib.h>

#include "script/state.h"

#define COROUTINE_COST 100	/* steps to resume: its hook counts anew */

static int
coroutine_create(lua_State *L)
{
	lua_State *co;

	luaL_checktype(L, 1, LUA_TFUNCTION);
	co = lua_newthread(L);
	state_watch(co);
	lua_pushvalue(L, 1);
	lua_xmove(L, co, 1);
	return (1);
}

/* Moves n arguments to `co`, runs it, and moves what it gives back: their
 * number, or -1 and a message on top. */
static int
coroutine_run(lua_State *L, lua_State *co, int n)
{
	int status, count;

	state_charge(L, COROUTINE_COST);
	if (!lua_checkstack(co, n)) {
		lua_pushliteral(L, "too many arguments to resume");
		return (-1);
	}
	lua_xmove(L, co, n);
	state_set_running(L, co);
	status = lua_resume(co, L, n, &count);
	state_set_running(L, L);
	if (status == LUA_OK || status == LUA_YIELD) {
		if (lua_checkstack(L, count + 1)) {
			lua_xmove(co, L, count);
			return (count);
		}
		lua_pop(co, count);
		lua_pushliteral(L, "too many results to resume");
		return (-1);
	}
	lua_xmove(co, L, 1);
	state_caught(L, status);
	return (-1);
}

static int
coroutine_resume(lua_State *L)
{
	lua_State *co = lua_tothread(L, 1);
	int n;

	luaL_argexpected(L, co != NULL, 1, "coroutine");
	n = coroutine_run(L, co, lua_gettop(L) - 1);
	lua_pushboolean(L, n >= 0);
	lua_insert(L, -(n < 0 ? 1 : n) - 1);
	return ((n < 0 ? 1 : n) + 1);
}

static int
coroutine_wrapped(lua_State *L)
{
	lua_State *co = lua_tothread(L, lua_upvalueindex(1));
	int n = coroutine_run(L, co, lua_gettop(L));

	if (n < 0)
		return (lua_error(L));
	return (n);
}

static int
coroutine_wrap(lua_State *L)
{
	coroutine_create(L);
	lua_pushcclosure(L, coroutine_wrapped, 1);
	return (1);
}

void
sandbox_open_coroutine(lua_State *L)
{
	static const luaL_Reg own[] = {
		{ "create", coroutine_create },
		{ "resume", coroutine_resume },
		{ "wrap", coroutine_wrap },
		{ NULL, NULL }
	};

	lua_getfield(L, -1, "yield");
	lua_setfield(L, -3, "yield");
	lua_getfield(L, -1, "status");
	lua_setfield(L, -3, "status");
	lua_getfield(L, -1, "isyieldable");
	lua_setfield(L, -3, "isyieldable");
	lua_pop(L, 1);
	luaL_setfuncs(L, own, 0);
}
