/*
 * Rendering.  A template is a function that gets its environment and the
 * functions that write (lua/cms/template.lua says which); all of them append
 * to one buffer that the caller of script_render() owns, so that an error
 * leaves nothing behind.
 */
#include <stdio.h>
#include <string.h>

#include <lauxlib.h>

#include "base/log.h"
#include "base/url.h"
#include "script/escape.h"
#include "script/sandbox.h"
#include "script/plugin.h"
#include "script/theme.h"
#include "script/value.h"
#include "script/world.h"

#define OUTPUT_PER_STEP 16	/* bytes that cost a step */

static const char env_kind;	/* registry key of a metatable */

struct rendering {
	struct theme		*theme;
	const char		*template;
	const struct json	*view;
};

static struct buf *
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

static int
write_text(lua_State *L)
{
	size_t length;
	bool raw;
	const char *text = render_value(L, &length, &raw);

	if (text == NULL)
		return (0);
	if (raw)
		buf_append(render_out(L, length), text, length);
	else
		escape_text(render_out(L, length), text, length);
	return (0);
}

static int
write_attribute(lua_State *L)
{
	size_t length;
	bool raw;
	const char *text = render_value(L, &length, &raw);

	if (text == NULL)
		return (0);
	if (raw)
		escape_quotes(render_out(L, length), text, length);
	else
		escape_text(render_out(L, length), text, length);
	return (0);
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

/* In the order in which template.lua names them. */
static const lua_CFunction writers[] = { write_literal, write_text,
    write_attribute, write_url, write_url_rest, write_parameter };
#define WRITERS ((int)(sizeof(writers) / sizeof(writers[0])))

/* Runs the function on top of the stack with the environment at `env`. */
static void
render_call(lua_State *L, int env)
{
	int i;

	lua_pushvalue(L, env);
	for (i = 0; i < WRITERS; i++)
		lua_pushcfunction(L, writers[i]);
	lua_call(L, WRITERS + 1, 0);
}

/* Renders the function on top of the stack, and the layouts it asks for. */
static void
render_all(lua_State *L, struct theme *t, int env)
{
	char layout[THEME_NAME_MAX] = "", *outer = t->layout;
	size_t start = t->out->length;
	int layouts = 0;

	luaL_checkstack(L, WRITERS + 16, "too many includes");
	if (++t->nested > THEME_NESTED_MAX)
		luaL_error(L, "more than %d templates in each other",
		    THEME_NESTED_MAX);
	for (;;) {
		t->layout = layout;
		render_call(L, env);
		t->layout = outer;
		if (layout[0] == '\0')
			break;
		if (++layouts > THEME_NESTED_MAX)
			luaL_error(L, "too many layouts");
		raw_push(L, buf_string(t->out) + start,
		    t->out->length - start);
		lua_pushliteral(L, "content");
		lua_insert(L, -2);
		lua_rawset(L, env);
		t->out->length = start;
		template_push(L, t, layout, false);
		layout[0] = '\0';
	}
	t->nested--;
}

/* Pushes an environment: a copy of the table at `index` over the helpers, with
 * `view` being that table itself, for names that may not be set. */
static void
render_copy(lua_State *L, int index)
{
	lua_newtable(L);
	if (lua_istable(L, index)) {
		for (lua_pushnil(L); lua_next(L, index) != 0; ) {
			lua_pushvalue(L, -2);
			lua_insert(L, -2);
			lua_rawset(L, -4);
		}
		lua_pushvalue(L, index);
	} else {
		lua_newtable(L);
	}
	lua_setfield(L, -2, "view");
	lua_rawgetp(L, LUA_REGISTRYINDEX, &env_kind);
	lua_setmetatable(L, -2);
}

static int
render_include(lua_State *L)
{
	struct theme *t = state_owner(L);
	const char *name = luaL_checkstring(L, 1);
	size_t start;

	if (!lua_isnoneornil(L, 2))
		luaL_checktype(L, 2, LUA_TTABLE);
	lua_settop(L, 2);
	start = render_out(L, 0)->length;
	render_copy(L, 2);
	template_push(L, t, name, false);
	render_all(L, t, 3);
	raw_push(L, buf_string(t->out) + start, t->out->length - start);
	t->out->length = start;
	return (1);
}

/* block{ template =, view = }: a plugin's part of a page, left out where it
 * fails, so that the rest of the page is there all the same. */
static int
render_block(lua_State *L)
{
	struct theme *t = state_owner(L);
	size_t start = render_out(L, 0)->length;
	int nested = t->nested, status;
	char *layout = t->layout;

	luaL_checktype(L, 1, LUA_TTABLE);
	lua_settop(L, 1);
	lua_pushcfunction(L, render_include);
	lua_getfield(L, 1, "template");
	lua_getfield(L, 1, "view");
	status = lua_pcall(L, 2, 1, 0);
	if (status == LUA_OK)
		return (1);
	t->nested = nested;
	t->layout = layout;
	t->out->length = start;
	state_caught(L, status);
	t->script->partial = true;
	log_error("site %s: a block is left out: %s", t->site_name,
	    lua_tostring(L, -1) != NULL ? lua_tostring(L, -1) : "?");
	raw_push(L, "", 0);
	return (1);
}

static int
render_layout(lua_State *L)
{
	struct theme *t = state_owner(L);
	size_t length;
	const char *name = luaL_checklstring(L, 1, &length);

	if (t->layout == NULL)
		return (luaL_error(L, "nothing is rendered now"));
	if (length >= THEME_NAME_MAX || length == 0)
		return (luaL_error(L, "'%s' is no template's name", name));
	memcpy(t->layout, name, length + 1);
	return (0);
}

void
render_open(lua_State *L)
{
	static const luaL_Reg helpers[] = {
		{ "include", render_include },
		{ "block", render_block },
		{ "layout", render_layout },
		{ NULL, NULL }
	};

	luaL_setfuncs(L, helpers, 0);
	sandbox_push_globals(L);	/* for their metatable */
	lua_getmetatable(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &env_kind);
	lua_pop(L, 1);
}

/* Pushes the members of the view, null ones as false; `page` and `site` go to
 * the helpers, so that included templates see them as well. */
static void
render_view(lua_State *L, const struct rendering *r)
{
	static const struct json none = { .type = JSON_OBJECT };
	const struct json *page = r->theme->page;

	sandbox_push_library(L);
	value_push(L, page != NULL ? page : &none);
	lua_setfield(L, -2, "page");
	value_push(L, r->theme->info);
	lua_setfield(L, -2, "site");
	lua_pop(L, 1);
	value_push(L, r->view != NULL ? r->view : &none);
	luaL_checktype(L, -1, LUA_TTABLE);
	json_each(member, r->view)
		if (member->type == JSON_NULL) {
			lua_pushboolean(L, false);
			lua_setfield(L, -2, member->name);
		}
}

/* "entry-term" of site and theme, else of the plugin whose type it is, else
 * "entry". */
static void
render_push(lua_State *L, struct theme *t, const char *name)
{
	const char *hyphen = strchr(name, '-'), *plugin;
	char other[THEME_NAME_MAX];

	if (template_push(L, t, name, hyphen != NULL))
		return;
	plugin = plugin_of_type(t->script, t->site, hyphen + 1);
	if (plugin != NULL) {
		snprintf(other, sizeof(other), "%s/%s", plugin, name);
		if (template_push(L, t, other, true))
			return;
	}
	snprintf(other, sizeof(other), "%.*s", (int)(hyphen - name), name);
	template_push(L, t, other, false);
}

static int
render_run(lua_State *L)
{
	struct rendering *r = lua_touserdata(L, 1);

	lua_settop(L, 1);
	live_begin(L);
	render_view(L, r);
	render_copy(L, 2);	/* at 3 */
	render_push(L, r->theme, r->template);
	render_all(L, r->theme, 3);
	return (0);
}

enum err
script_render(struct script *s, struct site *site, const char *template,
    const struct json *view, const struct json *page, struct buf *out,
    struct fault *f)
{
	struct rendering r = { .template = template, .view = view };
	struct fault own = { .err = ERR_OK };
	size_t start = out->length;
	struct theme *t;
	enum err e;

	if ((e = theme_find(s, site, &t, f)) != ERR_OK)
		return (e);
	if (rest_now(t, template))
		return (fault_set(f, ERR_BUSY, "script.rests", NULL, "%s",
		    template));
	r.theme = t;
	arena_reset(t->arena);
	t->out = out;
	t->page = page;
	t->layout = NULL;
	t->nested = 0;
	e = state_run(t->state, render_run, &r, &own);
	rest_count(t, template, e != ERR_OK && own.name != NULL &&
	    strcmp(own.name, "script.budget") == 0);
	if (e != ERR_OK && f != NULL)
		*f = own;
	t->out = NULL;
	t->page = NULL;
	t->layout = NULL;
	if (e != ERR_OK) {
		out->length = start;
		if (out->data != NULL)
			out->data[start] = '\0';
	}
	return (e);
}
