/* Templates in each other: see compose.h. */
#include "script/compose.h"

#include <stdio.h>
#include <string.h>

#include <lauxlib.h>

#include "base/log.h"
#include "script/plugin.h"
#include "script/sandbox.h"
#include "script/world.h"

#define MB (1024 * 1024)

static const char env_kind;	/* registry key of a metatable */

/* Of a plugin's block, and of a whole page that is a plugin's: good ones take
 * a hundredth.  In the visitors' lane all others wait meanwhile. */
static const struct state_limit staff_block = { 16 * MB, 10000000, 80 };
static const struct state_limit visitor_block = { 8 * MB, 5000000, 20 };
static const struct state_limit staff_page = { 48 * MB, 10000000, 250 };
static const struct state_limit visitor_page = { 32 * MB, 5000000, 20 };

static bool
for_visitors(const struct theme *t)
{
	return (t->script->cms != NULL &&
	    cms_mode(t->script->cms) == DB_READ);
}

/* Runs the function on top of the stack with the environment at `env`. */
static void
compose_call(lua_State *L, int env)
{
	lua_pushvalue(L, env);
	writers_push(L);
	lua_call(L, WRITERS + 1, 0);
}

void
compose_all(lua_State *L, struct theme *t, int env)
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
		compose_call(L, env);
		t->layout = outer;
		if (layout[0] == '\0')
			break;
		if (++layouts > THEME_NESTED_MAX)
			luaL_error(L, "layout '%s': one leads to"
			    " another without end", layout);
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

void
compose_copy(lua_State *L, int index)
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

/* include(name, view): writes the template at the end of the page. */
static void
include_write(lua_State *L, struct theme *t)
{
	const char *name = luaL_checkstring(L, 1);

	if (!lua_isnoneornil(L, 2))
		luaL_checktype(L, 2, LUA_TTABLE);
	lua_settop(L, 2);
	compose_copy(L, 2);
	template_push(L, t, name, false);
	compose_all(L, t, 3);
}

int
write_include(lua_State *L)
{
	(void)render_out(L, 0);
	include_write(L, state_owner(L));
	return (0);
}

/* Takes what was written since from the page, as a value of raw(). */
static int
taken(lua_State *L, struct theme *t, size_t start)
{
	raw_push(L, buf_string(t->out) + start, t->out->length - start);
	t->out->length = start;
	return (1);
}

static int
compose_include(lua_State *L)
{
	struct theme *t = state_owner(L);
	size_t start = render_out(L, 0)->length;

	include_write(L, t);
	return (taken(L, t, start));
}

/* The plugin whose name a template's begins with, or NULL. */
static struct plugin *
plugin_prefix(const struct theme *t, const char *name)
{
	const char *slash = strchr(name, '/');
	char plugin[PLUGIN_NAME_MAX];

	if (slash == NULL || (size_t)(slash - name) >= sizeof(plugin))
		return (NULL);
	snprintf(plugin, sizeof(plugin), "%.*s", (int)(slash - name), name);
	return (plugin_known(t->script, plugin, NULL));
}

/* The plugin that the template "NAME/x" is from; NULL where site or theme have
 * one in its place. */
static struct plugin *
template_plugin(const struct theme *t, const char *name)
{
	struct plugin *p = plugin_prefix(t, name);
	char path[THEME_PATH_MAX];

	if (p == NULL ||
	    !theme_file(t, "templates", name, ".html", path, NULL) ||
	    strncmp(path, p->folder, strlen(p->folder)) != 0)
		return (NULL);
	return (p);
}

void
compose_count(struct theme *t, const char *name, const struct fault *f)
{
	bool over = f->err != ERR_OK && strcmp(f->name, "script.budget") == 0;
	struct plugin *p = f->err == ERR_OK ? plugin_prefix(t, name) :
	    template_plugin(t, name);
	char what[THEME_NAME_MAX + PLUGIN_NAME_MAX];

	snprintf(what, sizeof(what), "%s (html)", name);
	if (p != NULL)
		plugin_count(p, t->site, what, f->err, f);
	else
		rest_count(t, name, over);
	if (f->err != ERR_OK)
		log_error("site %s: the template %s is left out: %s %s",
		    t->site_name, name, f->name, f->detail);
}

/* Calls the function under its arguments with a budget of its own; where it
 * fails, the page is as it was before. */
static void
compose_within(lua_State *L, struct theme *t, int args,
    const struct state_limit *limit, struct fault *f)
{
	size_t start = t->out->length;
	int nested = t->nested;
	char *layout = t->layout;
	int64_t took;
	enum err e;

	e = state_within(L, limit, args, &took, f);
	t->script->used += took > 0 ? took : 0;
	if (e == ERR_OK)
		return;
	t->nested = nested;
	t->layout = layout;
	t->out->length = start;
	t->script->partial = true;
}

struct page {
	struct theme	*theme;
	const char	*name;
	bool		 found;
};

/* The page, and its view. */
static int
compose_page(lua_State *L)
{
	struct page *p = lua_touserdata(L, 1);

	compose_copy(L, 2);
	p->found = template_push(L, p->theme, p->name, true);
	if (p->found)
		compose_all(L, p->theme, 3);
	return (0);
}

bool
compose_plugin(lua_State *L, struct theme *t, const char *name,
    struct fault *f)
{
	struct page page = { .theme = t, .name = name, .found = true };

	if (rest_now(t, name))
		return (false);
	lua_pushcfunction(L, compose_page);
	lua_pushlightuserdata(L, &page);
	lua_pushvalue(L, 2);
	compose_within(L, t, 2, for_visitors(t) ? &visitor_page : &staff_page,
	    f);
	return (page.found);
}

/* A block in a block is part of it. */
static void
block_write(lua_State *L, struct theme *t, const char *name)
{
	struct fault f = { .err = ERR_OK };

	if (t->in_block) {
		lua_call(L, 2, 0);
		return;
	}
	if (script_late(t->script) || rest_now(t, name)) {
		t->script->partial = true;
		return;
	}
	t->in_block = true;
	compose_within(L, t, 2, for_visitors(t) ? &visitor_block :
	    &staff_block, &f);
	t->in_block = false;
	compose_count(t, name, &f);
}

/* block{ template =, view = }: a plugin's part of a page, left out where it
 * fails, so that the rest of the page is there all the same. */
int
write_block(lua_State *L)
{
	struct theme *t = state_owner(L);
	const char *name;

	(void)render_out(L, 0);
	luaL_checktype(L, 1, LUA_TTABLE);
	lua_settop(L, 1);
	name = lua_getfield(L, 1, "template") == LUA_TSTRING ?
	    lua_tostring(L, 2) : "?";
	lua_pushcfunction(L, write_include);
	lua_pushvalue(L, 2);
	lua_getfield(L, 1, "view");
	block_write(L, t, name);
	return (0);
}

static int
compose_block(lua_State *L)
{
	struct theme *t = state_owner(L);
	size_t start = render_out(L, 0)->length;

	(void)write_block(L);
	return (taken(L, t, start));
}

static int
compose_layout(lua_State *L)
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
		{ "include", compose_include },
		{ "block", compose_block },
		{ "layout", compose_layout },
		{ NULL, NULL }
	};

	luaL_setfuncs(L, helpers, 0);
	sandbox_push_globals(L);	/* for their metatable */
	lua_getmetatable(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &env_kind);
	lua_pop(L, 1);
}

