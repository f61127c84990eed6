/* Values between Lua and the core: see value.h. */
#include "script/value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "base/utf8.h"
#include "script/lazy.h"
#include "script/state.h"

#define VALUE_PATH_MAX 128

static const char value_marker;		/* registry key of the metatable */

/* A member's name or, where that is NULL, the number of an item. */
struct step {
	const char	*name;
	lua_Integer	 i;
};

struct reading {
	lua_State	*L;
	struct arena	*arena;
	size_t		 count, bytes;
	int		 depth, steps;
	struct step	 path[VALUE_DEPTH_MAX + 1];	/* to what is read */
};

static struct json *value_read(struct reading *r, int index);

static void
value_push_marker(lua_State *L)
{
	if (lua_rawgetp(L, LUA_REGISTRYINDEX, &value_marker) != LUA_TNIL)
		return;
	lua_pop(L, 1);
	lua_createtable(L, 0, 1);
	lua_pushliteral(L, "array");
	lua_setfield(L, -2, "__name");
	lua_pushvalue(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &value_marker);
}

void
value_mark(lua_State *L)
{
	value_push_marker(L);
	lua_setmetatable(L, -2);
}

int
value_array(lua_State *L)
{
	if (lua_isnoneornil(L, 1)) {
		lua_settop(L, 0);
		lua_newtable(L);
	}
	luaL_checktype(L, 1, LUA_TTABLE);
	lua_settop(L, 1);
	if (lua_getmetatable(L, 1))
		return (luaL_error(L, "cms.array wants a plain table"));
	value_mark(L);
	return (1);
}

static void
value_push_list(lua_State *L, const struct json *v)
{
	lua_Integer i = 0;

	luaL_checkstack(L, 4, "nested too deeply");
	lua_createtable(L, v->length < 65536 ? (int)v->length : 65536, 0);
	json_each(item, v) {
		if (item->type == JSON_NULL)
			lua_pushlightuserdata(L, NULL);
		else
			value_push(L, item);
		lua_rawseti(L, -2, ++i);
	}
	value_mark(L);
}

static void
value_push_object(lua_State *L, const struct json *v)
{
	luaL_checkstack(L, 4, "nested too deeply");
	lua_createtable(L, 0, v->length < 65536 ? (int)v->length : 65536);
	json_each(member, v) {
		if (member->type == JSON_NULL)
			continue;
		lua_pushstring(L, member->name);
		value_push(L, member);
		lua_rawset(L, -3);
	}
}

void
value_push(lua_State *L, const struct json *v)
{
	switch (v != NULL ? v->type : JSON_NULL) {
	case JSON_NULL:
		lua_pushnil(L);
		break;
	case JSON_BOOL:
		lua_pushboolean(L, v->flag);
		break;
	case JSON_INT:
		lua_pushinteger(L, v->integer);
		break;
	case JSON_REAL:
		lua_pushnumber(L, v->real);
		break;
	case JSON_STRING:
		lua_pushlstring(L, v->text, v->length);
		break;
	case JSON_ARRAY:
		value_push_list(L, v);
		break;
	case JSON_OBJECT:
		value_push_object(L, v);
		break;
	}
}

/* "blocks[2].view", cut where it gets long. */
static void
value_path(const struct reading *r, char out[VALUE_PATH_MAX])
{
	size_t length = 0;
	int i;

	out[0] = '\0';
	for (i = 0; i < r->steps && length < VALUE_PATH_MAX - 1; i++) {
		const struct step *s = &r->path[i];

		if (s->name != NULL)
			snprintf(out + length, VALUE_PATH_MAX - length,
			    "%s%.40s", i > 0 ? "." : "", s->name);
		else
			snprintf(out + length, VALUE_PATH_MAX - length,
			    "[%lld]", (long long)s->i);
		length += strlen(out + length);
	}
}

static void
value_bad(struct reading *r, const char *what)
{
	char path[VALUE_PATH_MAX];

	value_path(r, path);
	luaL_error(r->L, "%s%s%s can't be passed on", path,
	    path[0] != '\0' ? ": " : "", what);
}

static struct json *
value_text(struct reading *r, int index)
{
	size_t length;
	const char *text = lua_tolstring(r->L, index, &length);

	r->bytes += length;
	if (r->bytes > VALUE_TEXT_MAX)
		value_bad(r, "more than 8 MB of text");
	if (!utf8_valid(text, length))
		value_bad(r, "text that isn't UTF-8");
	return (json_bytes(r->arena, text, length));
}

static struct json *
value_number(struct reading *r, int index)
{
	lua_Number n;

	if (lua_isinteger(r->L, index))
		return (json_int(r->arena, lua_tointeger(r->L, index)));
	n = lua_tonumber(r->L, index);
	if (!isfinite(n))
		value_bad(r, "a number that is infinite or none");
	return (json_real(r->arena, n));
}

static void
value_link(struct json *to, struct json *v)
{
	if (to->last != NULL)
		to->last->next = v;
	else
		to->first = v;
	to->last = v;
	to->length++;
}

/* Reads the value on top of the stack, a member or an item, and adds it. */
static struct json *
value_part(struct reading *r, struct json *to, const char *name, lua_Integer i)
{
	struct json *v;

	r->path[r->steps++] = (struct step){ name, i };
	v = value_read(r, lua_gettop(r->L));
	r->steps--;
	value_link(to, v);
	return (v);
}

static struct json *
value_list(struct reading *r, int index, lua_Integer n)
{
	struct json *list = json_array(r->arena);
	lua_Integer i;

	for (i = 1; i <= n; i++) {
		lua_rawgeti(r->L, index, i);
		(void)value_part(r, list, NULL, i);
		lua_pop(r->L, 1);
	}
	return (list);
}

static int
value_compare(const void *a, const void *b)
{
	const struct json *const *x = a, *const *y = b;

	return (strcmp((*x)->name, (*y)->name));
}

/* Links the members in the order of their names. */
static void
value_sort(struct reading *r, struct json *o)
{
	struct json **all, *v;
	size_t i, n = o->length;

	if (n < 2)
		return;
	all = arena_get(r->arena, n * sizeof(struct json *));
	for (v = o->first, i = 0; v != NULL; v = v->next)
		all[i++] = v;
	qsort(all, n, sizeof(struct json *), value_compare);
	o->first = all[0];
	for (i = 0; i + 1 < n; i++)
		all[i]->next = all[i + 1];
	all[n - 1]->next = NULL;
	o->last = all[n - 1];
}

static struct json *
value_object(struct reading *r, int index)
{
	struct json *o = json_object(r->arena);
	const char *name;
	size_t length;

	for (lua_pushnil(r->L); lua_next(r->L, index) != 0; lua_pop(r->L, 1)) {
		if (lua_type(r->L, -2) != LUA_TSTRING)
			value_bad(r, "a table with keys of more than one kind");
		name = lua_tolstring(r->L, -2, &length);
		if (strlen(name) != length || !utf8_valid(name, length))
			value_bad(r, "a key that isn't text");
		value_part(r, o, name, 0)->name = arena_copy(r->arena, name,
		    length);
		r->bytes += length;
	}
	value_sort(r, o);
	return (o);
}

/* Are 1…n all its keys? */
static bool
value_is_list(struct reading *r, int index, lua_Integer n)
{
	lua_Integer count = 0;

	for (lua_pushnil(r->L); lua_next(r->L, index) != 0; lua_pop(r->L, 1)) {
		if (!lua_isinteger(r->L, -2) || lua_tointeger(r->L, -2) < 1 ||
		    lua_tointeger(r->L, -2) > n) {
			lua_pop(r->L, 2);
			return (false);
		}
		count++;
	}
	return (count == n);
}

static bool
value_is_marked(lua_State *L, int index)
{
	bool same;

	if (!lua_getmetatable(L, index))
		return (false);
	value_push_marker(L);
	same = lua_rawequal(L, -1, -2);
	lua_pop(L, 2);
	return (same);
}

static struct json *
value_table(struct reading *r, int index)
{
	lua_Integer n;
	bool marked;
	struct json *v;

	luaL_checkstack(r->L, 6, "nested too deeply");
	lazy_settle(r->L, index);
	n = (lua_Integer)lua_rawlen(r->L, index);
	marked = value_is_marked(r->L, index);
	state_charge(r->L, n / 4);
	if (++r->depth > VALUE_DEPTH_MAX)
		value_bad(r, "a table nested more than 32 deep");
	if (marked || (n > 0 && value_is_list(r, index, n)))
		v = value_list(r, index, n);
	else
		v = value_object(r, index);
	r->depth--;
	return (v);
}

static struct json *
value_read(struct reading *r, int index)
{
	if (++r->count > VALUE_COUNT_MAX)
		value_bad(r, "more than 200000 values");
	switch (lua_type(r->L, index)) {
	case LUA_TNIL:
		return (json_null(r->arena));
	case LUA_TBOOLEAN:
		return (json_bool(r->arena, lua_toboolean(r->L, index)));
	case LUA_TNUMBER:
		return (value_number(r, index));
	case LUA_TSTRING:
		return (value_text(r, index));
	case LUA_TTABLE:
		return (value_table(r, index));
	case LUA_TLIGHTUSERDATA:
		if (lua_touserdata(r->L, index) == NULL)
			return (json_null(r->arena));
	}
	value_bad(r, lua_pushfstring(r->L, "a %s",
	    luaL_typename(r->L, index)));
	return (NULL);
}

struct json *
value_get(lua_State *L, int index, struct arena *a)
{
	struct reading r = { .L = L, .arena = a };

	return (value_read(&r, lua_absindex(L, index)));
}

const char *
value_check_text(lua_State *L, int index, size_t max, size_t *length)
{
	const char *text = luaL_checklstring(L, index, length);
	struct fault f = { .err = ERR_OK };

	if (*length > max)
		(void)fault_set(&f, ERR_TOO_LARGE, "script.large", NULL,
		    "%zu > %zu", *length, max);
	else if (!utf8_valid(text, *length))
		(void)fault_set(&f, ERR_INPUT, "input.encoding", NULL, NULL);
	if (f.err != ERR_OK)
		state_raise(L, &f);
	return (text);
}
