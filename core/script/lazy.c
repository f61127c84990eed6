/* Payloads that become Lua values when they are looked at: see lazy.h. */
#include "script/lazy.h"

#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "script/state.h"
#include "script/value.h"

#define MEMBERS_MAX 64		/* of an object; a larger one is made at once */
#define RECORD "lazy record"
#define DEPTH_MAX 2		/* the payload, and the objects in it */

static const char lazy_meta, lazy_record;	/* keys */

struct record {
	const struct json	*v;
	uint64_t		 seen;	/* members that Lua has, by number */
	uint64_t		 serial;
	struct lazy_event	*event;
	int			 depth;
};

static void lazy_push_at(lua_State *L, const struct json *v,
    struct lazy_event *e, int depth);

void
lazy_begin(struct lazy_event *e)
{
	if (e->depth < LAZY_EVENTS_MAX)
		e->live[e->depth] = ++e->last;
	e->depth++;
}

void
lazy_end(struct lazy_event *e)
{
	e->depth--;
}

static bool
record_live(const struct record *r)
{
	size_t i;

	for (i = 0; i < r->event->depth && i < LAZY_EVENTS_MAX; i++)
		if (r->event->live[i] == r->serial)
			return (true);
	return (false);
}

/* The record of the table at `index`; NULL where it is a plain one. */
static struct record *
record_of(lua_State *L, int index)
{
	struct record *r;

	if (!lua_istable(L, index))
		return (NULL);
	lua_rawgetp(L, index, &lazy_record);
	r = luaL_testudata(L, -1, RECORD);	/* next() shows the key */
	lua_pop(L, 1);
	return (r);
}

static struct record *
record_need(lua_State *L)
{
	struct record *r = record_of(L, 1);

	if (r == NULL || !record_live(r))
		luaL_error(L, "this event is over");
	return (r);
}

static const struct json *
member_find(const struct json *v, const char *name, int *number)
{
	*number = 0;
	json_each(m, v) {
		if (strcmp(m->name, name) == 0)
			return (m);
		++*number;
	}
	return (NULL);
}

static void
member_push(lua_State *L, const struct record *r, const struct json *m)
{
	if (m->type == JSON_OBJECT && r->depth < DEPTH_MAX)
		lazy_push_at(L, m, r->event, r->depth + 1);
	else
		value_push(L, m);
}

static int
lazy_index(lua_State *L)
{
	struct record *r = record_need(L);
	const struct json *m = NULL;
	int i = 0;

	if (lua_type(L, 2) == LUA_TSTRING)
		m = member_find(r->v, lua_tostring(L, 2), &i);
	if (m == NULL || (r->seen & (UINT64_C(1) << i)) != 0)
		return (0);
	r->seen |= UINT64_C(1) << i;
	member_push(L, r, m);
	lua_pushvalue(L, 2);
	lua_pushvalue(L, -2);
	lua_rawset(L, 1);
	return (1);
}

static int
lazy_newindex(lua_State *L)
{
	struct record *r = record_need(L);
	int i;

	if (lua_type(L, 2) == LUA_TSTRING &&
	    member_find(r->v, lua_tostring(L, 2), &i) != NULL)
		r->seen |= UINT64_C(1) << i;
	lua_settop(L, 3);
	lua_rawset(L, 1);
	return (0);
}

static int
lazy_next(lua_State *L)
{
	lua_settop(L, 2);
	return (lua_next(L, 1) ? 2 : (lua_pushnil(L), 1));
}

static int
lazy_pairs(lua_State *L)
{
	(void)record_need(L);
	lazy_settle(L, 1);
	lua_pushcfunction(L, lazy_next);
	lua_pushvalue(L, 1);
	lua_pushnil(L);
	return (3);
}

void
lazy_settle(lua_State *L, int index)
{
	struct record *r = record_of(L, index);
	uint64_t bit = 1;

	if (r == NULL)
		return;
	if (!record_live(r))
		luaL_error(L, "this event is over");
	index = lua_absindex(L, index);
	luaL_checkstack(L, 4, "nested too deeply");
	json_each(m, r->v) {
		if ((r->seen & bit) == 0) {
			member_push(L, r, m);
			lua_pushstring(L, m->name);
			lua_insert(L, -2);
			lua_rawset(L, index);
		}
		bit <<= 1;
	}
	lua_pushnil(L);
	lua_rawsetp(L, index, &lazy_record);
	lua_pushnil(L);
	lua_setmetatable(L, index);
}

static void
lazy_push_meta(lua_State *L)
{
	static const luaL_Reg events[] = {
		{ "__index", lazy_index },
		{ "__newindex", lazy_newindex },
		{ "__pairs", lazy_pairs },
		{ NULL, NULL }
	};

	if (lua_rawgetp(L, LUA_REGISTRYINDEX, &lazy_meta) != LUA_TNIL)
		return;
	lua_pop(L, 1);
	luaL_newlib(L, events);
	lua_pushboolean(L, false);
	lua_setfield(L, -2, "__metatable");
	lua_pushvalue(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &lazy_meta);
}

static void
lazy_push_at(lua_State *L, const struct json *v, struct lazy_event *e,
    int depth)
{
	struct record *r;

	luaL_checkstack(L, 6, "nested too deeply");
	if (v->type != JSON_OBJECT || v->length > MEMBERS_MAX ||
	    e->depth > LAZY_EVENTS_MAX) {
		value_push(L, v);
		return;
	}
	lua_createtable(L, 0, 4);
	r = lua_newuserdatauv(L, sizeof(*r), 0);
	*r = (struct record){ .v = v, .event = e, .depth = depth,
	    .serial = e->live[e->depth - 1] };
	luaL_newmetatable(L, RECORD);
	lua_setmetatable(L, -2);
	lua_rawsetp(L, -2, &lazy_record);
	lazy_push_meta(L);
	lua_setmetatable(L, -2);
}

void
lazy_push(lua_State *L, const struct json *v, struct lazy_event *e)
{
	lazy_push_at(L, v, e, 1);
}

/* The value on top of the stack is what the member was. */
static bool
unchanged(lua_State *L, const struct json *m)
{
	const char *text;
	size_t length;

	switch (lua_type(L, -1)) {
	case LUA_TSTRING:
		text = lua_tolstring(L, -1, &length);
		return (m->type == JSON_STRING && m->length == length &&
		    memcmp(m->text, text, length) == 0);
	case LUA_TBOOLEAN:
		return (m->type == JSON_BOOL &&
		    m->flag == (bool)lua_toboolean(L, -1));
	default:
		return (lua_isinteger(L, -1) && m->type == JSON_INT &&
		    m->integer == lua_tointeger(L, -1));
	}
}

/* Members that the hooks added. */
static void
added_get(lua_State *L, int index, struct arena *a, const struct record *r,
    struct json *o)
{
	const char *name;
	int i;

	for (lua_pushnil(L); lua_next(L, index) != 0; lua_pop(L, 1)) {
		if (lua_islightuserdata(L, -2))
			continue;
		if (lua_type(L, -2) != LUA_TSTRING)
			luaL_error(L, "a payload with a key that isn't text");
		name = lua_tostring(L, -2);
		if (member_find(r->v, name, &i) == NULL)
			json_put(o, arena_text(a, name), value_get(L, -1, a));
	}
}

static bool
untouched(lua_State *L, int index, const struct record *r)
{
	int n = 0;

	if (r->seen != 0)
		return (false);
	for (lua_pushnil(L); lua_next(L, index) != 0; lua_pop(L, 1))
		if (++n > 1) {
			lua_pop(L, 2);
			return (false);
		}
	return (true);
}

struct json *
lazy_get(lua_State *L, int index, struct arena *a, const struct json *v)
{
	struct record *r = record_of(L, index);
	struct json *o;
	uint64_t bit = 1;

	index = lua_absindex(L, index);
	if (r == NULL || r->v != v)
		return (value_get(L, index, a));
	if (untouched(L, index, r))
		return (json_share(a, v));
	o = json_object(a);
	json_each(m, v) {
		lua_pushstring(L, m->name);
		lua_rawget(L, index);
		if ((r->seen & bit) == 0 || unchanged(L, m))
			json_put(o, m->name, json_share(a, m));
		else if (!lua_isnil(L, -1))
			json_put(o, m->name, lazy_get(L, -1, a, m));
		lua_pop(L, 1);
		bit <<= 1;
	}
	added_get(L, index, a, r, o);
	return (o);
}
