/* The helpers that templates have: t, link, date, bytes, excerpt, frame. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <lauxlib.h>

#include "base/lang.h"
#include "base/time.h"
#include "base/utf8.h"
#include "script/sandbox.h"
#include "script/theme.h"
#include "script/value.h"
#include "script/world.h"

/* Adds `text` with the fields of the table at `index` for {name}. */
static void
helper_fill(lua_State *L, luaL_Buffer *b, const char *text, int index)
{
	const char *open, *close;

	while ((open = strchr(text, '{')) != NULL &&
	    (close = strchr(open, '}')) != NULL) {
		luaL_addlstring(b, text, (size_t)(open - text));
		lua_pushlstring(L, open + 1, (size_t)(close - open) - 1);
		if (lua_gettable(L, index) != LUA_TNIL) {
			sandbox_tolstring(L, -1);
			lua_remove(L, -2);
			luaL_addvalue(b);
		} else {
			lua_pop(L, 1);
		}
		text = close + 1;
	}
	luaL_addstring(b, text);
}

/* t(key, args?): the key itself where there is no text. */
static int
helper_t(lua_State *L)
{
	struct theme *t = state_owner(L);
	const char *key = luaL_checkstring(L, 1);
	const char *text = theme_text(t, theme_lang(t), key);
	luaL_Buffer b;

	if (text == NULL)
		text = key;
	if (lua_isnoneornil(L, 2)) {
		lua_pushstring(L, text);
		return (1);
	}
	luaL_checktype(L, 2, LUA_TTABLE);
	lua_settop(L, 2);
	luaL_buffinit(L, &b);
	helper_fill(L, &b, text, 2);
	luaL_pushresult(&b);
	return (1);
}

/* link(name, params?) */
static int
helper_link(lua_State *L)
{
	struct theme *t = state_owner(L);
	struct script *s = t->script;
	const char *name = luaL_checkstring(L, 1);
	const struct json *params = NULL;

	if (!lua_isnoneornil(L, 2))
		params = value_get(L, 2, t->arena);
	buf_reset(&s->scratch);
	if (!script_link(s, t->site, name, params, &s->scratch))
		return (luaL_error(L, "no route has the name '%s', or it wants "
		    "other parameters", name));
	lua_pushlstring(L, buf_string(&s->scratch), s->scratch.length);
	return (1);
}

static int
helper_date_long(lua_State *L, struct theme *t, int64_t when)
{
	static const char *const form = "{year}年{month}月{day}日 {weekday}";
	static const char *const weekdays[] = { "星期日", "星期一", "星期二",
	    "星期三", "星期四", "星期五", "星期六" };
	struct time_parts p;
	const char *text;
	luaL_Buffer b;
	char key[16];

	time_split(when, TIME_ZONE, &p);
	lua_settop(L, 0);
	lua_createtable(L, 0, 4);
	lua_pushinteger(L, p.year);
	lua_setfield(L, 1, "year");
	lua_pushinteger(L, p.month);
	lua_setfield(L, 1, "month");
	lua_pushinteger(L, p.day);
	lua_setfield(L, 1, "day");
	snprintf(key, sizeof(key), "weekday.%d", p.weekday);
	text = theme_text(t, theme_lang(t), key);
	lua_pushstring(L, text != NULL ? text : weekdays[p.weekday]);
	lua_setfield(L, 1, "weekday");
	text = theme_text(t, theme_lang(t), "date.long");
	luaL_buffinit(L, &b);
	helper_fill(L, &b, text != NULL ? text : form, 1);
	luaL_pushresult(&b);
	return (1);
}

/* date(unix, form?): nil stays nil. */
static int
helper_date(lua_State *L)
{
	static const char *const forms[] = { "minute", "day", "short", "long",
	    "iso", NULL };
	char out[TIME_SIZE];
	int64_t when;
	int form = luaL_checkoption(L, 2, "minute", forms);

	if (lua_isnil(L, 1) || (lua_isboolean(L, 1) && !lua_toboolean(L, 1))) {
		lua_pushnil(L);
		return (1);
	}
	when = luaL_checkinteger(L, 1);
	switch (form) {
	case 0:
		time_minute(when, out);
		break;
	case 3:
		return (helper_date_long(L, state_owner(L), when));
	case 4:
		time_iso(when, out);
		break;
	default:
		time_day(when, out);
	}
	lua_pushstring(L, form == 2 ? out + 5 : out);
	return (1);
}

/* bytes(n): "512 B", "3.4 KB", "12 MB". */
static int
helper_bytes(lua_State *L)
{
	static const char *const units[] = { "B", "KB", "MB", "GB", "TB" };
	lua_Number n = luaL_optnumber(L, 1, 0);
	char out[32];
	size_t i = 0;

	while (n >= 1024 && i + 1 < sizeof(units) / sizeof(units[0])) {
		n /= 1024;
		i++;
	}
	snprintf(out, sizeof(out), i > 0 && n < 10 ? "%.1f %s" : "%.0f %s", n,
	    units[i]);
	lua_pushstring(L, out);
	return (1);
}

/* excerpt(text, n): at most n characters; white space becomes single spaces. */
static int
helper_excerpt(lua_State *L)
{
	size_t length;
	const char *p, *end;
	lua_Integer n = luaL_checkinteger(L, 2);
	bool space = false, any = false;
	luaL_Buffer b;

	p = luaL_optlstring(L, 1, "", &length);
	end = p + length;
	state_charge(L, (int64_t)length / 16);
	luaL_buffinit(L, &b);
	while (p < end) {
		const char *from = p;

		(void)utf8_next(&p, end);
		if ((unsigned char)*from <= ' ') {
			space = any;
			continue;
		}
		if ((n -= 1 + space) < 0) {
			luaL_addstring(&b, "…");
			break;
		}
		if (space)
			luaL_addchar(&b, ' ');
		luaL_addlstring(&b, from, (size_t)(p - from));
		space = false;
		any = true;
	}
	luaL_pushresult(&b);
	return (1);
}

/* frame() → what the desk has around a page of staff: menu, done, overdue */
static int
helper_frame(lua_State *L)
{
	struct theme *t = state_owner(L);
	struct call *c = t->script->call;
	const struct json *query = json_get(t->page, "query");
	struct json *payload;

	if (c == NULL)
		return (luaL_error(L, "nobody asked for this page"));
	payload = json_object(t->arena);
	json_put_text(t->arena, payload, "path",
	    json_get_text(t->page, "path", "/"));
	json_put_text(t->arena, payload, "done",
	    json_get_text(query, "done", NULL));
	json_put_text(t->arena, payload, "welcome",
	    json_get_text(query, "welcome", NULL));
	state_leave(L);
	script_emit(t->script, c, "desk.frame", &payload);
	state_enter(L);
	value_push(L, payload);
	return (1);
}

void
helper_open(lua_State *L)
{
	static const luaL_Reg helpers[] = {
		{ "t", helper_t },
		{ "frame", helper_frame },
		{ "asset", asset_address },
		{ "link", helper_link },
		{ "date", helper_date },
		{ "bytes", helper_bytes },
		{ "excerpt", helper_excerpt },
		{ NULL, NULL }
	};

	luaL_setfuncs(L, helpers, 0);
}
