/*
 * What a template writes with: functions that append a value to the page,
 * escaped for where it stands.  Which of them stands where is the compiler's
 * (lua/cms/template.lua).
 */
#include <lauxlib.h>

#include "base/url.h"
#include "script/compose.h"
#include "script/escape.h"
#include "script/state.h"
#include "script/theme.h"

#define OUTPUT_PER_STEP 16	/* bytes that cost a step */

struct buf *
render_out(lua_State *L, size_t more)
{
	struct theme *t = state_owner(L);

	if (t->out == NULL)
		luaL_error(L, "nothing is rendered now");
	if (t->out->length + more > THEME_OUTPUT_MAX)
		luaL_error(L, "the page is over %d MB",
		    (int)(THEME_OUTPUT_MAX >> 20));
	if (more > 4096)
		state_charge(L, (int64_t)more / OUTPUT_PER_STEP);
	return (t->out);
}

/* The text of a value; NULL for nil and false, which print nothing. */
static const char *
render_value(lua_State *L, size_t *length, bool *raw)
{
	const char *text;

	*raw = false;
	switch (lua_type(L, 1)) {
	case LUA_TNIL:
	case LUA_TNONE:
		return (NULL);
	case LUA_TBOOLEAN:
		if (!lua_toboolean(L, 1))
			return (NULL);
		break;
	case LUA_TSTRING:
	case LUA_TNUMBER:
		return (lua_tolstring(L, 1, length));
	case LUA_TUSERDATA:
		if ((text = raw_text(L, 1, length)) != NULL) {
			*raw = true;
			return (text);
		}
	}
	luaL_error(L, "a %s can't be written", luaL_typename(L, 1));
	return (NULL);
}

static int
write_literal(lua_State *L)
{
	size_t length;
	const char *text = lua_tolstring(L, 1, &length);

	buf_append(render_out(L, length), text, length);
	return (0);
}

/* Raw text goes in `as_raw`, any other escaped. */
static int
write_value(lua_State *L,
    void (*as_raw)(struct buf *, const char *, size_t))
{
	size_t length;
	bool raw;
	const char *text = render_value(L, &length, &raw);

	if (text != NULL)
		(raw ? as_raw : escape_text)(render_out(L, length), text,
		    length);
	return (0);
}

static void
as_it_is(struct buf *out, const char *p, size_t length)
{
	buf_append(out, p, length);
}

static int
write_text(lua_State *L)
{
	return (write_value(L, as_it_is));
}

static int
write_attribute(lua_State *L)
{
	return (write_value(L, escape_quotes));
}

static int
write_address(lua_State *L, bool rest)
{
	size_t length;
	bool raw;
	const char *text = render_value(L, &length, &raw);

	if (text == NULL)
		return (0);
	if (escape_address_good(text, length, rest))
		escape_text(render_out(L, length), text, length);
	else
		buf_text(render_out(L, 1), "#");
	return (0);
}

static int
write_url(lua_State *L)
{
	return (write_address(L, false));
}

static int
write_url_rest(lua_State *L)
{
	return (write_address(L, true));
}

static int
write_parameter(lua_State *L)
{
	size_t length;
	bool raw;
	const char *text = render_value(L, &length, &raw);

	if (text != NULL)
		url_component(render_out(L, length * 3), text);
	return (0);
}

void
writers_push(lua_State *L)
{
	/* In the order in which template.lua names them. */
	static const lua_CFunction writers[WRITERS] = { write_literal,
	    write_text, write_attribute, write_url, write_url_rest,
	    write_parameter, write_include, write_block };
	int i;

	for (i = 0; i < WRITERS; i++)
		lua_pushcfunction(L, writers[i]);
}
