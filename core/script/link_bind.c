/*
 * plugin:linker(words): a compiled list of words that become links.  Its
 * memory lies outside of Lua's, so that the number of words is bounded; it
 * goes with the object.  Plugins keep it from one page to the next.
 */
#include "script/link_bind.h"

#include <lauxlib.h>

#include "base/buf.h"
#include "base/url.h"
#include "html/link.h"
#include "script/plugin.h"
#include "script/world.h"

#define LINKER "mingchuang.linker"
#define HTML_BYTES_MAX (4 * 1024 * 1024)

struct linker {
	struct links	*links;		/* NULL: gone */
};

static struct links *
linker_of(lua_State *L)
{
	struct linker *l = luaL_checkudata(L, 1, LINKER);

	if (l->links == NULL)
		luaL_error(L, "the linker is gone");
	return (l->links);
}

static int
linker_gc(lua_State *L)
{
	struct linker *l = luaL_checkudata(L, 1, LINKER);

	links_free(l->links);
	l->links = NULL;
	return (0);
}

static int
linker_length(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)links_count(linker_of(L)));
	return (1);
}

/* linker:apply(html, self, max) → html, how many links */
static int
linker_apply(lua_State *L)
{
	struct links *l = linker_of(L);
	struct plugin *p = state_owner(L);
	struct buf *b = &p->script->scratch;
	size_t length, count;
	const char *html = luaL_checklstring(L, 2, &length);
	lua_Integer self = luaL_optinteger(L, 3, 0);
	lua_Integer max = luaL_optinteger(L, 4, 100);

	if (length > HTML_BYTES_MAX || max < 0 || max > 1000)
		return (luaL_error(L, "the text or the number is too large"));
	state_charge(L, (int64_t)length / 16);
	buf_reset(b);
	count = links_apply(l, html, length, self, (size_t)max, b);
	if (script_is_clean(p->script, html, length))
		script_set_clean(p->script, buf_string(b), b->length);
	lua_pushlstring(L, buf_string(b), b->length);
	lua_pushinteger(L, (lua_Integer)count);
	return (2);
}

static void
linker_meta(lua_State *L)
{
	static const luaL_Reg own[] = {
		{ "__gc", linker_gc },
		{ "__len", linker_length },
		{ NULL, NULL }
	};

	if (luaL_newmetatable(L, LINKER)) {
		luaL_setfuncs(L, own, 0);
		lua_createtable(L, 0, 1);
		lua_pushcfunction(L, linker_apply);
		lua_setfield(L, -2, "apply");
		lua_setfield(L, -2, "__index");
		lua_pushboolean(L, 0);
		lua_setfield(L, -2, "__metatable");
	}
	lua_setmetatable(L, -2);
}

int
link_linker(lua_State *L)
{
	struct linker *l;
	const char *word, *url;
	lua_Integer i, n, subject;

	luaL_checktype(L, 1, LUA_TTABLE);
	n = luaL_len(L, 1);
	if (n > LINK_WORDS_MAX)
		return (luaL_error(L, "more than %d words", LINK_WORDS_MAX));
	l = lua_newuserdatauv(L, sizeof(*l), 0);
	l->links = NULL;
	linker_meta(L);
	l->links = links_alloc();
	for (i = 1; i <= n; i++) {
		state_charge(L, 20);
		lua_rawgeti(L, 1, i);
		luaL_checktype(L, -1, LUA_TTABLE);
		lua_rawgeti(L, -1, 1);
		lua_rawgeti(L, -2, 2);
		lua_rawgeti(L, -3, 3);
		subject = luaL_checkinteger(L, -3);
		word = luaL_checkstring(L, -2);
		url = luaL_checkstring(L, -1);
		if (!url_stays(url))
			return (luaL_error(L, "'%s' is no path of this site",
			    url));
		links_add(l->links, subject, word, url);
		lua_pop(L, 4);
	}
	return (1);
}
