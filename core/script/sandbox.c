/* The base library and how libraries are sealed: see sandbox.h. */
#include "script/sandbox.h"

#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>
#include <lualib.h>

#include "script/state.h"

static const char sandbox_globals, sandbox_library;	/* registry keys */

static int
sandbox_pcall_end(lua_State *L, int status, lua_KContext skip)
{
	if (status == LUA_OK || status == LUA_YIELD)
		return (lua_gettop(L) - (int)skip);
	state_caught(L, status);
	lua_pushboolean(L, false);
	lua_pushvalue(L, -2);
	return (2);
}

static int
sandbox_pcall(lua_State *L)
{
	int status;

	luaL_checkany(L, 1);
	lua_pushboolean(L, true);
	lua_insert(L, 1);
	status = lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0,
	    sandbox_pcall_end);
	return (sandbox_pcall_end(L, status, 0));
}

/* A message handler runs inside the hook that raised, thus without hooks: a
 * script's own must not run there once the budget is spent. */
static int
sandbox_handler(lua_State *L)
{
	if (state_spent(L))
		return (1);
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_call(L, 1, 1);
	return (1);
}

static int
sandbox_xpcall(lua_State *L)
{
	int status, n = lua_gettop(L);

	luaL_checktype(L, 2, LUA_TFUNCTION);
	lua_pushvalue(L, 2);
	lua_pushcclosure(L, sandbox_handler, 1);
	lua_replace(L, 2);
	lua_pushboolean(L, true);
	lua_pushvalue(L, 1);
	lua_rotate(L, 3, 2);
	status = lua_pcallk(L, n - 2, LUA_MULTRET, 2, 2, sandbox_pcall_end);
	return (sandbox_pcall_end(L, status, 2));
}

static int
sandbox_setmetatable(lua_State *L)
{
	int type = lua_type(L, 2);

	luaL_checktype(L, 1, LUA_TTABLE);
	luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2,
	    "nil or table");
	if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL)
		return (luaL_error(L, "a protected metatable stays"));
	if (type == LUA_TTABLE) {
		lua_pushliteral(L, "__gc");
		if (lua_rawget(L, 2) != LUA_TNIL)
			return (luaL_error(L,
			    "finalizers (__gc) aren't allowed"));
	}
	lua_settop(L, 2);
	lua_setmetatable(L, 1);
	return (1);
}

static int
sandbox_rawset(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	luaL_checkany(L, 2);
	luaL_checkany(L, 3);
	if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL)
		return (luaL_error(L, "a protected table can't be changed"));
	lua_settop(L, 3);
	lua_rawset(L, 1);
	return (1);
}

static int
sandbox_collectgarbage(lua_State *L)
{
	if (strcmp(luaL_checkstring(L, 1), "count") != 0)
		return (luaL_error(L, "collectgarbage: \"count\" only"));
	lua_pushnumber(L, (lua_Number)state_memory(state_of(L)) / 1024);
	return (1);
}

const char *
sandbox_tolstring(lua_State *L, int index)
{
	int type = lua_type(L, index);
	bool plain = type == LUA_TNIL || type == LUA_TBOOLEAN ||
	    type == LUA_TNUMBER || type == LUA_TSTRING;

	if (!plain && luaL_getmetafield(L, index, "__tostring") == LUA_TNIL) {
		lua_pushstring(L, lua_typename(L, type));
		return (lua_tostring(L, -1));
	}
	if (!plain)
		lua_pop(L, 1);
	return (luaL_tolstring(L, index, NULL));
}

static int
sandbox_tostring(lua_State *L)
{
	luaL_checkany(L, 1);
	sandbox_tolstring(L, 1);
	return (1);
}

int
sandbox_unset(lua_State *L)
{
	return (luaL_error(L, "unset name '%s'", sandbox_tolstring(L, 2)));
}

static int
sandbox_readonly(lua_State *L)
{
	return (luaL_error(L, "'%s' can't be set here: use a local",
	    sandbox_tolstring(L, 2)));
}

void
sandbox_seal(lua_State *L)
{
	lua_createtable(L, 0, 0);
	lua_createtable(L, 0, 3);
	lua_rotate(L, -3, -1);
	lua_setfield(L, -2, "__index");
	lua_pushcfunction(L, sandbox_readonly);
	lua_setfield(L, -2, "__newindex");
	lua_pushboolean(L, false);
	lua_setfield(L, -2, "__metatable");
	lua_setmetatable(L, -2);
}

void
sandbox_push_globals(lua_State *L)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, &sandbox_globals);
}

void
sandbox_push_library(lua_State *L)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, &sandbox_library);
}

void
sandbox_load(lua_State *L, const char *text, size_t length, const char *chunk)
{
	state_charge(L, (int64_t)length / 16);
	if (luaL_loadbufferx(L, text, length, chunk, "t") != LUA_OK)
		lua_error(L);
	sandbox_push_globals(L);
	if (lua_setupvalue(L, -2, 1) == NULL)
		lua_pop(L, 1);	/* it names no global */
}

/* Copies the functions named in `names` from the library's table on top of the
 * stack into the table below it, and pops the library's. */
static void
sandbox_take(lua_State *L, const char *const *names)
{
	for (; *names != NULL; names++) {
		lua_getfield(L, -1, *names);
		lua_setfield(L, -3, *names);
	}
	lua_pop(L, 1);
}

static void
sandbox_open_base(lua_State *L)
{
	static const char *const names[] = { "assert", "error", "getmetatable",
	    "ipairs", "next", "pairs", "rawequal", "rawget", "rawlen",
	    "select", "tonumber", "type", NULL };
	static const luaL_Reg own[] = {
		{ "pcall", sandbox_pcall },
		{ "xpcall", sandbox_xpcall },
		{ "setmetatable", sandbox_setmetatable },
		{ "rawset", sandbox_rawset },
		{ "tostring", sandbox_tostring },
		{ "collectgarbage", sandbox_collectgarbage },
		{ NULL, NULL }
	};

	luaL_requiref(L, LUA_GNAME, luaopen_base, 0);
	sandbox_take(L, names);
	luaL_setfuncs(L, own, 0);
}

/* The string methods: s:upper().  The table is out of reach for scripts. */
static void
sandbox_open_methods(lua_State *L)
{
	lua_pushliteral(L, "");
	lua_createtable(L, 0, 2);
	lua_pushvalue(L, -3);
	lua_setfield(L, -2, "__index");
	lua_pushboolean(L, false);
	lua_setfield(L, -2, "__metatable");
	lua_setmetatable(L, -2);
	lua_pop(L, 1);
}

static void
sandbox_add(lua_State *L, const char *name)
{
	sandbox_seal(L);
	lua_setfield(L, -2, name);
}

/* Nothing may hold on to what the sandbox leaves out. */
static void
sandbox_forget(lua_State *L)
{
	lua_pushnil(L);
	lua_setfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
	lua_pushglobaltable(L);
	for (lua_pushnil(L); lua_next(L, -2) != 0; ) {
		lua_pop(L, 1);
		lua_pushvalue(L, -1);
		lua_pushnil(L);
		lua_rawset(L, -4);
	}
	lua_pop(L, 1);
}

int
sandbox_open(lua_State *L)
{
	lua_createtable(L, 0, 32);		/* the library */
	sandbox_open_base(L);

	lua_createtable(L, 0, 16);
	luaL_requiref(L, LUA_STRLIBNAME, luaopen_string, 0);
	sandbox_open_string(L);
	sandbox_open_methods(L);
	sandbox_add(L, "string");

	lua_createtable(L, 0, 8);
	luaL_requiref(L, LUA_TABLIBNAME, luaopen_table, 0);
	sandbox_open_table(L);
	sandbox_add(L, "table");

	lua_createtable(L, 0, 8);
	luaL_requiref(L, LUA_COLIBNAME, luaopen_coroutine, 0);
	sandbox_open_coroutine(L);
	sandbox_add(L, "coroutine");

	luaL_requiref(L, LUA_MATHLIBNAME, luaopen_math, 0);
	sandbox_add(L, "math");
	luaL_requiref(L, LUA_UTF8LIBNAME, luaopen_utf8, 0);
	sandbox_add(L, "utf8");

	lua_createtable(L, 0, 1);
	lua_pushcfunction(L, sandbox_unset);
	lua_setfield(L, -2, "__index");
	lua_setmetatable(L, -2);
	lua_pushvalue(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &sandbox_library);
	sandbox_seal(L);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &sandbox_globals);

	sandbox_forget(L);
	return (0);
}
