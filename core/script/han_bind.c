/* plugin:pinyin(text), plugin:simplified(text), plugin:traditional(text). */
#include "script/han_bind.h"

#include <lauxlib.h>

#include "base/han.h"
#include "script/plugin.h"
#include "script/value.h"
#include "script/world.h"

/* Raises on what libopencc can't read. */
static const char *
han_text(lua_State *L, size_t *length)
{
	const char *text = value_check_text(L, 1, VALUE_TEXT_MAX, length);

	state_charge(L, (int64_t)*length / 4);
	return (text);
}

/* pinyin(text) → { full = "dangjian", initials = "dj" } */
static int
han_pinyin_of(lua_State *L)
{
	struct plugin *p = state_owner(L);
	struct buf *b = &p->script->scratch;
	struct buf initials;
	size_t length;
	const char *text = han_text(L, &length);

	buf_init(&initials);
	buf_reset(b);
	han_pinyin(text, length, "", b, &initials);
	lua_settop(L, 1);
	/* Nothing may raise while `initials` holds memory. */
	buf_char(b, '\0');
	buf_append(b, buf_string(&initials), initials.length);
	length = initials.length;
	buf_cleanup(&initials);
	lua_createtable(L, 0, 2);
	lua_pushlstring(L, b->data, b->length - length - 1);
	lua_setfield(L, -2, "full");
	lua_pushlstring(L, b->data + b->length - length, length);
	lua_setfield(L, -2, "initials");
	return (1);
}

static int
han_form_of(lua_State *L, enum han_form form)
{
	struct plugin *p = state_owner(L);
	struct buf *b = &p->script->scratch;
	struct fault f = { .err = ERR_OK };
	size_t length;
	const char *text = han_text(L, &length);
	enum err e;

	buf_reset(b);
	state_leave(L);
	e = han_convert(form, text, length, b, &f);
	state_enter(L);
	if (e != ERR_OK)
		return (state_raise(L, &f));
	lua_pushlstring(L, buf_string(b), b->length);
	return (1);
}

static int
han_simplified(lua_State *L)
{
	return (han_form_of(L, HAN_SIMPLIFIED));
}

static int
han_traditional(lua_State *L)
{
	return (han_form_of(L, HAN_TRADITIONAL));
}

void
han_bind(lua_State *L)
{
	static const luaL_Reg own[] = {
		{ "pinyin", han_pinyin_of },
		{ "simplified", han_simplified },
		{ "traditional", han_traditional },
		{ NULL, NULL }
	};

	luaL_setfuncs(L, own, 0);
}
