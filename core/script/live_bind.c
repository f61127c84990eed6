/*
 * cms.* of templates: what is live, by name.  What isn't there is nil; an
 * argument that no function knows is an error.
 */
#include <string.h>

#include <lauxlib.h>

#include "script/sandbox.h"
#include "script/theme.h"
#include "script/value.h"
#include "script/world.h"

static const char live_menu_key;	/* registry key of a page's menu */

/* The arguments may only have the names that the function knows. */
static void
live_check(lua_State *L, const char *name, const struct json *in)
{
	static const char *const known[] = { "column", "children", "limit",
	    "type", "with_cover", "offset", "path", "id" };
	size_t i;

	json_each(member, in) {
		for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
			if (strcmp(known[i], member->name) == 0)
				break;
		if (i == sizeof(known) / sizeof(known[0]))
			luaL_error(L, "cms.%s takes no '%s'", name,
			    member->name);
	}
}

static int
live_ask(lua_State *L, const char *name, const struct json *in)
{
	struct theme *t = state_owner(L);
	struct fault f = { .err = ERR_OK };
	struct json *out = NULL;
	enum err e;

	live_check(L, name, in);
	state_leave(L);
	e = live_answer(t->site, name, in, t->arena, &out, &f);
	state_enter(L);
	if (e == ERR_NOT_FOUND || e == ERR_GONE) {
		lua_pushnil(L);
		return (1);
	}
	if (e != ERR_OK)
		return (state_raise(L, &f));
	state_charge(L, 100);
	value_push(L, out);
	return (1);
}

/* cms.latest{…}, cms.count{…}: the name is the upvalue, here and below. */
static int
live_by_table(lua_State *L)
{
	struct theme *t = state_owner(L);
	struct json *in = json_object(t->arena);

	if (!lua_isnoneornil(L, 1)) {
		luaL_checktype(L, 1, LUA_TTABLE);
		in = value_get(L, 1, t->arena);
	}
	return (live_ask(L, lua_tostring(L, lua_upvalueindex(1)), in));
}

static int
live_column_of(lua_State *L)
{
	struct theme *t = state_owner(L);
	struct json *in = json_object(t->arena);

	json_put_text(t->arena, in, "path", luaL_checkstring(L, 1));
	return (live_ask(L, "column", in));
}

static int
live_by_id(lua_State *L)
{
	struct theme *t = state_owner(L);
	struct json *in = json_object(t->arena);

	json_put_int(t->arena, in, "id", luaL_checkinteger(L, 1));
	return (live_ask(L, lua_tostring(L, lua_upvalueindex(1)), in));
}

/* The same table for all parts of a page: the frame alone asks twice. */
static int
live_menu_of(lua_State *L)
{
	struct theme *t = state_owner(L);
	struct fault f = { .err = ERR_OK };
	const struct json *menu;
	enum err e;

	if (lua_rawgetp(L, LUA_REGISTRYINDEX, &live_menu_key) == LUA_TTABLE)
		return (1);
	state_leave(L);
	e = theme_menu(t, &menu, &f);
	state_enter(L);
	if (e != ERR_OK)
		return (state_raise(L, &f));
	value_push(L, menu);
	lua_pushvalue(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &live_menu_key);
	return (1);
}

void
live_begin(lua_State *L)
{
	lua_pushnil(L);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &live_menu_key);
}

void
live_open(lua_State *L)
{
	static const luaL_Reg own[] = {
		{ "column", live_column_of },
		{ "menu", live_menu_of },
		{ "array", value_array },
		{ NULL, NULL }
	};
	static const struct {
		const char	*name;
		lua_CFunction	 f;
	} named[] = {
		{ "latest", live_by_table },
		{ "count", live_by_table },
		{ "entry", live_by_id },
		{ "summary", live_by_id },
	};
	size_t i;

	luaL_newlib(L, own);
	for (i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
		lua_pushstring(L, named[i].name);
		lua_pushcclosure(L, named[i].f, 1);
		lua_setfield(L, -2, named[i].name);
	}
	lua_pushlightuserdata(L, NULL);
	lua_setfield(L, -2, "null");
	sandbox_seal(L);
	lua_setfield(L, -2, "cms");
}
