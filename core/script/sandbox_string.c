/*
 * The string library: find, match, gmatch and gsub on the bounded matcher, rep
 * with a limit; the others are Lua's, with their work charged.
 */
#include "script/sandbox.h"

#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "script/pattern.h"
#include "script/state.h"

#define BYTES_PER_STEP 16	/* bytes of work that cost a step */

static void
pattern_begin(struct pattern *m, lua_State *L, const char *s, size_t length,
    const char *p_end)
{
	memset(m, 0, offsetof(struct pattern, first));
	m->L = L;
	m->begin = s;
	m->end = s + length;
	m->p_end = p_end;
}

/* Pushes capture i; with no captures, capture 0 is the whole match s…e. */
static void
pattern_push(struct pattern *m, int i, const char *s, const char *e)
{
	if (i >= m->level) {
		if (i != 0)
			luaL_error(m->L, "invalid capture index %%%d", i + 1);
		lua_pushlstring(m->L, s, (size_t)(e - s));
		return;
	}
	if (m->capture[i].length == PATTERN_OPEN)
		luaL_error(m->L, "unfinished capture");
	if (m->capture[i].length == PATTERN_POSITION)
		lua_pushinteger(m->L, m->capture[i].at - m->begin + 1);
	else
		lua_pushlstring(m->L, m->capture[i].at,
		    (size_t)m->capture[i].length);
}

/* Pushes all captures (the whole match where none, unless s is NULL). */
static int
pattern_push_all(struct pattern *m, const char *s, const char *e)
{
	int i, n = m->level == 0 && s != NULL ? 1 : m->level;

	luaL_checkstack(m->L, n, "too many captures");
	for (i = 0; i < n; i++)
		pattern_push(m, i, s, e);
	return (n);
}

/* The place that argument `arg` means, from 0; may be behind the end. */
static size_t
string_place(lua_State *L, int arg, size_t length)
{
	lua_Integer i = luaL_optinteger(L, arg, 1);

	if (i > 0)
		return ((size_t)i - 1);
	if (i == 0 || i < -(lua_Integer)length)
		return (0);
	return ((size_t)((lua_Integer)length + i));
}

static int
string_plain(lua_State *L, const char *s, size_t length, size_t from,
    const char *p, size_t p_length)
{
	const char *at;

	state_charge(L, (int64_t)(length - from) / BYTES_PER_STEP);
	at = p_length == 0 ? s + from :
	    memmem(s + from, length - from, p, p_length);
	if (at == NULL) {
		lua_pushnil(L);
		return (1);
	}
	lua_pushinteger(L, at - s + 1);
	lua_pushinteger(L, at - s + (lua_Integer)p_length);
	return (2);
}

static int
string_search(lua_State *L, bool find)
{
	size_t length, p_length, from;
	const char *s = luaL_checklstring(L, 1, &length), *at, *e = NULL;
	const char *p = luaL_checklstring(L, 2, &p_length);
	bool anchor = p_length > 0 && *p == '^';
	struct pattern m;

	if ((from = string_place(L, 3, length)) > length) {
		lua_pushnil(L);
		return (1);
	}
	if (find && (lua_toboolean(L, 4) ||
	    strcspn(p, "^$*+?.([%-") == p_length))
		return (string_plain(L, s, length, from, p, p_length));
	pattern_begin(&m, L, s, length, p + p_length);
	if (!anchor)
		pattern_first(&m, p);
	for (at = s + from; at <= m.end; at++) {
		at = pattern_next(&m, at);
		if ((e = pattern_match(&m, at, p + anchor)) != NULL || anchor)
			break;
	}
	pattern_charge(&m);
	if (e == NULL) {
		lua_pushnil(L);
		return (1);
	}
	if (!find)
		return (pattern_push_all(&m, at, e));
	lua_pushinteger(L, at - s + 1);
	lua_pushinteger(L, e - s);
	return (pattern_push_all(&m, NULL, NULL) + 2);
}

static int
string_find(lua_State *L)
{
	return (string_search(L, true));
}

static int
string_match(lua_State *L)
{
	return (string_search(L, false));
}

/* Upvalues: subject, pattern, where to go on, end of the last match. */
static int
string_gmatch_next(lua_State *L)
{
	size_t length, p_length;
	const char *s = lua_tolstring(L, lua_upvalueindex(1), &length);
	const char *p = lua_tolstring(L, lua_upvalueindex(2), &p_length);
	const char *at = s + lua_tointeger(L, lua_upvalueindex(3));
	const char *last = s + lua_tointeger(L, lua_upvalueindex(4)), *e;
	struct pattern m;

	pattern_begin(&m, L, s, length, p + p_length);
	for (; at <= m.end; at++) {
		e = pattern_match(&m, at, p);
		if (e == NULL || e == last)
			continue;
		pattern_charge(&m);
		lua_pushinteger(L, e - s);
		lua_copy(L, -1, lua_upvalueindex(3));
		lua_replace(L, lua_upvalueindex(4));
		return (pattern_push_all(&m, at, e));
	}
	pattern_charge(&m);
	return (0);
}

static int
string_gmatch(lua_State *L)
{
	size_t length, from;

	luaL_checklstring(L, 1, &length);
	luaL_checkstring(L, 2);
	from = string_place(L, 3, length);
	lua_settop(L, 2);
	lua_pushinteger(L, (lua_Integer)(from > length ? length + 1 : from));
	lua_pushinteger(L, -1);
	lua_pushcclosure(L, string_gmatch_next, 4);
	return (1);
}

/* Adds the replacement text, with its %0…%9. */
static void
gsub_text(struct pattern *m, luaL_Buffer *b, const char *s, const char *e)
{
	size_t length;
	const char *text = lua_tolstring(m->L, 3, &length);
	const char *end = text + length, *mark;

	while ((mark = memchr(text, '%', (size_t)(end - text))) != NULL) {
		luaL_addlstring(b, text, (size_t)(mark - text));
		text = mark + 2;
		if (mark + 1 < end && mark[1] == '%') {
			luaL_addchar(b, '%');
		} else if (mark + 1 < end && mark[1] == '0') {
			luaL_addlstring(b, s, (size_t)(e - s));
		} else if (mark + 1 < end && mark[1] > '0' && mark[1] <= '9') {
			pattern_push(m, mark[1] - '1', s, e);
			luaL_tolstring(m->L, -1, NULL);
			lua_remove(m->L, -2);
			luaL_addvalue(b);
		} else {
			luaL_error(m->L, "invalid use of '%%' in replacement");
		}
	}
	luaL_addlstring(b, text, (size_t)(end - text));
}

/* Adds what stands for the match s…e. */
static void
gsub_add(struct pattern *m, luaL_Buffer *b, const char *s, const char *e)
{
	lua_State *L = m->L;
	int type = lua_type(L, 3);

	if (type == LUA_TSTRING || type == LUA_TNUMBER) {
		gsub_text(m, b, s, e);
		return;
	}
	if (type == LUA_TTABLE) {
		pattern_push(m, 0, s, e);
		lua_gettable(L, 3);
	} else {
		lua_pushvalue(L, 3);
		lua_call(L, pattern_push_all(m, s, e), 1);
	}
	if (!lua_toboolean(L, -1)) {
		lua_pop(L, 1);
		luaL_addlstring(b, s, (size_t)(e - s));
	} else if (lua_isstring(L, -1)) {
		luaL_addvalue(b);
	} else {
		luaL_error(L, "invalid replacement value (a %s)",
		    luaL_typename(L, -1));
	}
}

static int
string_gsub(lua_State *L)
{
	size_t length, p_length;
	const char *s = luaL_checklstring(L, 1, &length), *e;
	const char *p = luaL_checklstring(L, 2, &p_length), *last = NULL;
	lua_Integer n = 0, most = luaL_optinteger(L, 4,
	    (lua_Integer)length + 1);
	bool anchor = p_length > 0 && *p == '^';
	struct pattern m;
	luaL_Buffer b;

	luaL_argexpected(L, lua_isstring(L, 3) || lua_istable(L, 3) ||
	    lua_isfunction(L, 3), 3, "string/function/table");
	pattern_begin(&m, L, s, length, p + p_length);
	if (!anchor)
		pattern_first(&m, p);
	luaL_buffinit(L, &b);
	while (n < most) {
		e = pattern_next(&m, s);
		luaL_addlstring(&b, s, (size_t)(e - s));
		s = e;
		e = pattern_match(&m, s, p + anchor);
		pattern_charge(&m);
		if (e != NULL && e != last) {
			n++;
			gsub_add(&m, &b, s, e);
			s = last = e;
		} else if (s < m.end) {
			luaL_addchar(&b, *s);
			s++;
		} else {
			break;
		}
		if (anchor)
			break;
	}
	luaL_addlstring(&b, s, (size_t)(m.end - s));
	luaL_pushresult(&b);
	lua_pushinteger(L, n);
	return (2);
}

/* Lua's own function (the first upvalue), with the work on its first argument
 * charged. */
static int
string_charged(lua_State *L)
{
	if (lua_type(L, 1) == LUA_TSTRING)
		state_charge(L, (int64_t)lua_rawlen(L, 1) / BYTES_PER_STEP);
	return (lua_tocfunction(L, lua_upvalueindex(1))(L));
}

static int
string_rep(lua_State *L)
{
	size_t length, sep;
	lua_Integer n = luaL_checkinteger(L, 2);

	luaL_checklstring(L, 1, &length);
	luaL_optlstring(L, 3, "", &sep);
	if (length + sep == 0) {	/* Lua's would count to n */
		lua_pushliteral(L, "");
		return (1);
	}
	if (n > 0 && (size_t)n > SANDBOX_STRING_MAX / (length + sep))
		return (luaL_error(L, "string.rep: over %d bytes",
		    SANDBOX_STRING_MAX));
	return (lua_tocfunction(L, lua_upvalueindex(1))(L));
}

/* format: %p would tell where memory lies, and %s of a table, too. */
static int
string_format(lua_State *L)
{
	const char *p = luaL_checkstring(L, 1);
	int argument = 1, n = lua_gettop(L);

	for (; (p = strchr(p, '%')) != NULL && p[1] != '\0'; p++) {
		p++;
		if (*p == '%')
			continue;
		p += strspn(p, "-+ #0123456789.");
		if (*p == 'p')
			return (luaL_error(L, "format: there is no %%p"));
		if (++argument > n || *p == '\0')
			break;
		if (*p != 's')
			continue;
		sandbox_tolstring(L, argument);
		lua_replace(L, argument);
	}
	return (lua_tocfunction(L, lua_upvalueindex(1))(L));
}

void
sandbox_open_string(lua_State *L)
{
	static const struct {
		const char	*name;
		lua_CFunction	 charged;	/* NULL: Lua's, as it is */
	} own[] = {
		{ "byte", string_charged },
		{ "char", NULL },
		{ "format", string_format },
		{ "len", NULL },
		{ "lower", string_charged },
		{ "rep", string_rep },
		{ "reverse", string_charged },
		{ "sub", NULL },
		{ "upper", string_charged },
	};
	static const luaL_Reg patterns[] = {
		{ "find", string_find },
		{ "gmatch", string_gmatch },
		{ "gsub", string_gsub },
		{ "match", string_match },
		{ NULL, NULL }
	};
	size_t i;

	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		lua_getfield(L, -1, own[i].name);
		if (own[i].charged != NULL)
			lua_pushcclosure(L, own[i].charged, 1);
		lua_setfield(L, -3, own[i].name);
	}
	lua_pop(L, 1);
	luaL_setfuncs(L, patterns, 0);
}
