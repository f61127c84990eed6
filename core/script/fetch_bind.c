/*
 * plugin.http, for plugins with the capability "http.out": the clerk's scripts
 * fetch (script/fetch.h); everybody's may ask whether an address could be.
 */
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "base/address.h"
#include "base/time.h"
#include "html/feed.h"
#include "script/fetch_bind.h"
#include "script/plugin.h"
#include "script/value.h"
#include "script/world.h"

#define BODY_MAX (2 * 1024 * 1024)	/* that a script gets as a text */
#define ITEMS_DEFAULT 50
#define CONTENT_MAX (400 * 1024)	/* of an item; longer ones go without */

void
script_set_fetcher(struct script *s, script_fetcher *fetcher, void *arg)
{
	s->fetcher = fetcher;
	s->fetcher_arg = arg;
}

const char *
fetch_allowed(void)
{
	return (getenv("MINGCHUANG_FETCH_ALLOW"));
}

static const char *
option(lua_State *L, int index, const char *name)
{
	const char *text = NULL;

	if (!lua_istable(L, index))
		return (NULL);
	if (lua_getfield(L, index, name) == LUA_TSTRING)
		text = lua_tostring(L, -1);
	lua_pop(L, 1);		/* the table keeps it */
	return (text);
}

/* fetch_check(url) → true, or nil and why it can't be asked */
static int
bind_check(lua_State *L)
{
	const char *url = luaL_checkstring(L, 1);
	struct fault f = { .err = ERR_OK };
	struct address_url u;

	if (address_read(url, &u, &f) != ERR_OK ||
	    address_check(&u, fetch_allowed(), &f) != ERR_OK)
		return (plugin_push_fault(L, &f, NULL));
	lua_pushboolean(L, true);
	return (1);
}

/* The answer; false with the fault. */
static bool
ask(lua_State *L, struct fetched *out, struct fault *f)
{
	struct plugin *p = state_owner(L);
	struct call *c = plugin_call(L);
	struct fetch in = { .url = luaL_checkstring(L, 1),
		.etag = option(L, 2, "etag"),
		.modified = option(L, 2, "modified") };
	enum err e;

	if (p->script->fetcher == NULL)
		return (fault_set(f, ERR_INTERNAL, "fetch.clerk", NULL,
		    NULL) == ERR_OK);
	state_leave(L);
	e = p->script->fetcher(p->script->fetcher_arg, c->arena, &in, out, f);
	state_enter(L);
	return (e == ERR_OK);
}

static void
push_head(lua_State *L, const struct fetched *got)
{
	lua_createtable(L, 0, 6);
	lua_pushinteger(L, got->status);
	lua_setfield(L, -2, "status");
	lua_pushstring(L, got->url);
	lua_setfield(L, -2, "url");
	lua_pushstring(L, got->type);
	lua_setfield(L, -2, "type");
	lua_pushstring(L, got->etag);
	lua_setfield(L, -2, "etag");
	lua_pushstring(L, got->modified);
	lua_setfield(L, -2, "modified");
}

/* fetch(url, { etag, modified }) → { status, url, type, etag, modified, body },
 * or nil and the error */
static int
bind_fetch(lua_State *L)
{
	struct fault f = { .err = ERR_OK };
	struct fetched got;

	if (!ask(L, &got, &f))
		return (plugin_push_fault(L, &f, NULL));
	if (got.length > BODY_MAX) {
		fault_set(&f, ERR_INPUT, "fetch.size", "url", NULL);
		return (plugin_push_fault(L, &f, NULL));
	}
	push_head(L, &got);
	lua_pushlstring(L, got.body, got.length);
	lua_setfield(L, -2, "body");
	return (1);
}

/* The first `max` items, without contents that are too long to handle. */
static struct json *
items_of(struct arena *a, const struct json *parsed, lua_Integer max)
{
	struct json *out = json_array(a), *one;

	json_each(item, json_get(parsed, "items")) {
		if ((lua_Integer)out->length >= max)
			break;
		one = json_add(out, json_object(a));
		json_each(field, item)
			if (field->type != JSON_STRING ||
			    field->length <= CONTENT_MAX)
				json_put(one, field->name, json_copy(a, field));
	}
	return (out);
}

/* fetch_feed(url, { etag, modified, items = 50 }) → the same with feed and
 * items (html/feed.h) for the body; neither with a status other than 200 */
static int
bind_feed(lua_State *L)
{
	struct call *c = plugin_call(L);
	struct fault f = { .err = ERR_OK };
	struct feed_source from;
	struct json *parsed = NULL;
	struct fetched got;
	lua_Integer max = ITEMS_DEFAULT;
	enum err e;

	if (lua_istable(L, 2) && lua_getfield(L, 2, "items") == LUA_TNUMBER)
		max = lua_tointeger(L, -1);
	if (!ask(L, &got, &f))
		return (plugin_push_fault(L, &f, NULL));
	if (got.status == 200) {
		from = (struct feed_source){ got.url, got.type, got.language,
		    TIME_ZONE };
		state_leave(L);
		e = feed_parse(c->arena, got.body, got.length, &from, &parsed,
		    &f);
		state_enter(L);
		if (e != ERR_OK)
			return (plugin_push_fault(L, &f, NULL));
	}
	push_head(L, &got);
	if (parsed == NULL)
		return (1);
	value_push(L, json_get(parsed, "feed"));
	lua_setfield(L, -2, "feed");
	value_push(L, items_of(c->arena, parsed, max));
	lua_setfield(L, -2, "items");
	return (1);
}

void
fetch_bind(lua_State *L)
{
	static const luaL_Reg functions[] = {
		{ "fetch", bind_fetch },
		{ "fetch_check", bind_check },
		{ "fetch_feed", bind_feed },
		{ NULL, NULL }
	};

	if (plugin_may(state_owner(L), "http.out"))
		luaL_setfuncs(L, functions, 0);
}
