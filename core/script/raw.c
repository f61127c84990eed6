/* raw(): values that templates write as they are. */
#include <lauxlib.h>

#include "script/theme.h"

static const char raw_kind;	/* registry key of the metatable */

void
raw_push(lua_State *L, const char *p, size_t length)
{
	lua_newuserdatauv(L, 0, 1);
	lua_pushlstring(L, p, length);
	lua_setiuservalue(L, -2, 1);
	lua_rawgetp(L, LUA_REGISTRYINDEX, &raw_kind);
	lua_setmetatable(L, -2);
}

/* Pushes the text, which lives as long as it is on the stack. */
const char *
raw_text(lua_State *L, int index, size_t *length)
{
	bool same;

	if (lua_type(L, index) != LUA_TUSERDATA ||
	    !lua_getmetatable(L, index))
		return (NULL);
	lua_rawgetp(L, LUA_REGISTRYINDEX, &raw_kind);
	same = lua_rawequal(L, -1, -2);
	lua_pop(L, 2);
	if (!same)
		return (NULL);
	lua_getiuservalue(L, index, 1);
	return (lua_tolstring(L, -1, length));
}

static int
raw_make(lua_State *L)
{
	size_t length;
	const char *text;

	if (lua_isnoneornil(L, 1)) {
		raw_push(L, "", 0);
		return (1);
	}
	if (lua_type(L, 1) == LUA_TUSERDATA) {
		lua_settop(L, 1);
		return (1);
	}
	text = luaL_checklstring(L, 1, &length);
	raw_push(L, text, length);
	return (1);
}

static int
raw_tostring(lua_State *L)
{
	size_t length;

	if (raw_text(L, 1, &length) == NULL)
		return (luaL_error(L, "not a value of raw()"));
	return (1);
}

void
raw_open(lua_State *L)
{
	lua_createtable(L, 0, 2);
	lua_pushcfunction(L, raw_tostring);
	lua_setfield(L, -2, "__tostring");
	lua_pushboolean(L, false);
	lua_setfield(L, -2, "__metatable");
	lua_rawsetp(L, LUA_REGISTRYINDEX, &raw_kind);
	lua_pushcfunction(L, raw_make);
	lua_setfield(L, -2, "raw");
}
