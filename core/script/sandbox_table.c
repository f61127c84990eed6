/*
 * The table library, for plain tables only: with __len, __index or __newindex
 * the "length" may be 2^53, and Lua's own functions would count that far in C.
 */
#include "script/sandbox.h"

#include <lauxlib.h>

#include "script/state.h"

/* Argument `arg` is a table without those metamethods; charges its length. */
static lua_Integer
table_plain(lua_State *L, int arg)
{
	static const char *const names[] = { "__len", "__index", "__newindex" };
	lua_Integer n;
	size_t i;

	luaL_checktype(L, arg, LUA_TTABLE);
	for (i = 0; i < 3; i++)
		if (luaL_getmetafield(L, arg, names[i]) != LUA_TNIL)
			luaL_argerror(L, arg, "a plain table is wanted");
	n = (lua_Integer)lua_rawlen(L, arg);
	state_charge(L, n / 4);
	return (n);
}

/* Lua's own function, which is the first upvalue (and has none itself). */
static int
table_own(lua_State *L)
{
	return (lua_tocfunction(L, lua_upvalueindex(1))(L));
}

static int
table_simple(lua_State *L)	/* insert, remove */
{
	table_plain(L, 1);
	return (table_own(L));
}

static int
table_concat(lua_State *L)
{
	lua_Integer n = table_plain(L, 1);
	lua_Integer last = luaL_optinteger(L, 4, n);

	luaL_argcheck(L, last <= n, 4, "behind the end");
	luaL_argcheck(L, luaL_optinteger(L, 3, 1) >= -n, 3, "out of range");
	return (table_own(L));
}

static int
table_unpack(lua_State *L)
{
	table_plain(L, 1);
	return (table_own(L));
}

static int
table_move(lua_State *L)
{
	lua_Integer n = table_plain(L, 1), first = luaL_checkinteger(L, 2);
	lua_Integer last = luaL_checkinteger(L, 3);

	if (!lua_isnoneornil(L, 5))
		table_plain(L, 5);
	luaL_argcheck(L, first >= 1 || last < first, 2, "out of range");
	luaL_argcheck(L, last <= n, 3, "behind the end");
	return (table_own(L));
}

static int
table_sort(lua_State *L)
{
	lua_Integer n = table_plain(L, 1);

	luaL_argcheck(L, n <= SANDBOX_SORT_MAX, 1, "too long to sort");
	state_charge(L, n * 8);
	return (table_own(L));
}

void
sandbox_open_table(lua_State *L)
{
	static const luaL_Reg own[] = {
		{ "concat", table_concat },
		{ "insert", table_simple },
		{ "move", table_move },
		{ "remove", table_simple },
		{ "sort", table_sort },
		{ "unpack", table_unpack },
		{ NULL, NULL }
	};
	const luaL_Reg *r;

	for (r = own; r->name != NULL; r++) {
		lua_getfield(L, -1, r->name);
		lua_pushcclosure(L, r->func, 1);
		lua_setfield(L, -3, r->name);
	}
	lua_getfield(L, -1, "pack");
	lua_setfield(L, -3, "pack");
	lua_pop(L, 1);
}
