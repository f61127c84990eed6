/* Finding, loading and running plugins: see plugin.h. */
#include "script/plugin.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <lauxlib.h>

#include "base/log.h"
#include "base/utf8.h"
#include "cms/permission.h"
#include "cms/quarantine.h"
#include "cms/type.h"
#include "script/data.h"
#include "script/guard.h"
#include "script/plugin_store.h"
#include "script/sandbox.h"
#include "script/text_bind.h"
#include "script/value.h"
#include "script/world.h"

/* In the visitors' lane as well, and again after a failure: pages wait for
 * it.  The desk, which is large, takes 10 ms. */
static const struct state_limit loading_limit = {
	.memory = 32 * 1024 * 1024, .steps = 10000000, .milliseconds = 100
};

static int
plugin_open(lua_State *L)
{
	struct plugin *p = lua_touserdata(L, 1);
	int handle;

	module_open(L, p->script->root, p->name, p->folder);
	module_set_marks(L, &p->marks);
	sandbox_push_library(L);
	lua_createtable(L, 0, 4);
	lua_pushcfunction(L, value_array);
	lua_setfield(L, -2, "array");
	lua_pushcfunction(L, text_quoted);
	lua_setfield(L, -2, "quoted");
	lua_pushcfunction(L, text_xml);
	lua_setfield(L, -2, "xml");
	lua_pushlightuserdata(L, NULL);
	lua_setfield(L, -2, "null");
	sandbox_seal(L);
	lua_setfield(L, -2, "cms");
	module_require(L, "cms.plugin");
	lua_getfield(L, -1, "new");
	plugin_push_core(L);
	value_push(L, p->manifest);
	lua_call(L, 2, 2);			/* handle, registered */
	p->registry = luaL_ref(L, LUA_REGISTRYINDEX);
	handle = lua_gettop(L);
	lua_pushvalue(L, handle);
	module_set_handle(L);
	module_load_file(L,
	    lua_pushfstring(L, "%s/init.lua", p->folder),
	    lua_pushfstring(L, "plugins/%s/init.lua", p->name));
	lua_pushvalue(L, handle);
	lua_call(L, 1, 0);
	lua_rawgeti(L, LUA_REGISTRYINDEX, p->registry);
	lua_getfield(L, -1, "close");
	lua_call(L, 0, 0);
	return (0);
}

void
plugin_push_registered(lua_State *L, struct plugin *p, const char *kind,
    const char *name)
{
	lua_rawgeti(L, LUA_REGISTRYINDEX, p->registry);
	lua_getfield(L, -1, kind);
	lua_getfield(L, -1, name);
	lua_replace(L, -3);
	lua_pop(L, 1);
}

/* One route: registered.order[i] = { name, method, pattern, options }. */
static void
plugin_add_route(lua_State *L, struct plugin *p)
{
	struct script_route *r = arena_get(p->arena, sizeof(*r));
	struct json *v = value_get(L, -1, p->arena);
	const struct json *o = json_get(v, "options");

	r->plugin = p->name;
	r->name = json_get_text(v, "name", "");
	r->method = json_get_text(v, "method", "");
	r->pattern = json_get_text(v, "pattern", "");
	r->permission = json_get_text(o, "permission", "session");
	r->form = json_get_bool(o, "form", false);
	r->editor = json_get_bool(o, "editor", false);
	r->open = json_get_bool(o, "open", false);
	r->root = json_get_text(v, "root", NULL);
	r->reads = json_get_bool(o, "reads", false);
	r->cache = json_get_text(o, "cache", NULL);
	r->options = o;
	if (p->last_route != NULL)
		p->last_route->next = r;
	else
		p->routes = r;
	p->last_route = r;
}

static int
plugin_read_routes(lua_State *L)
{
	struct plugin *p = lua_touserdata(L, 1);
	lua_Integer i, n;

	lua_rawgeti(L, LUA_REGISTRYINDEX, p->registry);
	lua_getfield(L, -1, "order");
	n = luaL_len(L, -1);
	for (i = 1; i <= n; i++) {
		lua_geti(L, -1, i);
		plugin_add_route(L, p);
		lua_pop(L, 1);
	}
	lua_getfield(L, 2, "events");
	p->events = value_get(L, -1, p->arena);
	return (0);
}

/* What the domain has to know of it: its permissions and types. */
static enum err
plugin_declare(struct plugin *p, const struct json *m, struct fault *f)
{
	bool always = json_get_bool(m, "always", false);
	struct fault own = { .err = ERR_OK };
	size_t n = 0;
	enum err e;

	if (p->script->cms == NULL)
		return (ERR_OK);
	permission_add(p->script->cms, p->name, always,
	    json_get(m, "permissions"));
	json_each(type, json_get(m, "types")) {
		n++;
		e = always ? type_register(p->script->cms, type, &own) :
		    type_register_for(p->script->cms, p->name, type, &own);
		if (e == ERR_INPUT)
			return (fault_set(f, e, "plugin.manifest", "types",
			    "plugins/%s/plugin.lua: 'types[%zu].%s': %s",
			    p->name, n, own.field[0] != '\0' ? own.field :
			    "fields", own.detail));
		if (e != ERR_OK && f != NULL)
			*f = own;
		if (e != ERR_OK)
			return (e);
	}
	return (ERR_OK);
}

/* Reads the manifest. */
static enum err
plugin_read(struct plugin *p, struct fault *f)
{
	struct json *m;
	const char *path;
	enum err e;

	path = arena_printf(p->arena, "%s/plugin.lua", p->folder);
	file_mark_add(&p->marks, path);
	file_mark_add(&p->marks, arena_printf(p->arena, "%s/init.lua",
	    p->folder));
	e = data_load(p->arena, path, arena_printf(p->arena,
	    "plugins/%s/plugin.lua", p->name), &m, f);
	if (e != ERR_OK || (e = plugin_manifest_check(p->name, m, f)) != ERR_OK)
		return (e);
	if ((e = plugin_declare(p, m, f)) == ERR_OK)
		p->manifest = m;
	return (e);
}

/* Runs init.lua. */
static enum err
plugin_load(struct plugin *p, struct fault *f)
{
	enum err e;

	p->state = state_alloc(&loading_limit, p);
	if ((e = state_run(p->state, plugin_open, p, f)) == ERR_OK)
		e = state_run(p->state, plugin_read_routes, p, f);
	if (e == ERR_OK && (e = guard_declared(p, f)) == ERR_OK)
		return (ERR_OK);
	state_free(p->state);
	p->state = NULL;
	return (e);
}

static uint32_t
plugin_releases(const struct plugin *p)
{
	return (p->script->cms == NULL ? 0 : quarantine_releases(
	    cms_quarantine(p->script->cms), p->name));
}

/* Back to nothing but the name. */
static void
plugin_unload(struct plugin *p)
{
	if (p->script->cms != NULL)
		permission_drop(p->script->cms, p->name);
	if (p->script->cms != NULL)
		json_each(type, json_get(p->manifest, "types"))
			type_forget(p->script->cms,
			    json_get_text(type, "name", ""));
	stores_free(p);
	state_free(p->state);
	p->state = NULL;
	p->manifest = p->events = NULL;
	p->routes = p->last_route = NULL;
	p->problem.err = ERR_OK;
	p->worn = false;
	file_marks_free(&p->marks);
	arena_reset(p->arena);
}

/* What went wrong while it was read stays until a file changes or staff
 * release it. */
static void
plugin_broken(struct plugin *p, enum err e)
{
	p->problem.err = e;
	if (e != ERR_OK && !p->script->checking)
		log_error("plugin %s can't be used: %s %s", p->name,
		    p->problem.name, p->problem.detail);
}

struct plugin *
plugin_known(struct script *s, const char *name, struct fault *f)
{
	struct plugin *p;

	plugins_look(s);
	for (p = s->plugins; p != NULL; p = p->next)
		if (strcmp(p->name, name) == 0)
			break;
	if (p == NULL) {
		fault_set(f, ERR_NOT_FOUND, "plugin.unknown", NULL, "%s",
		    name);
		return (NULL);
	}
	if (p->manifest == NULL && p->problem.err == ERR_OK) {
		p->releases = plugin_releases(p);
		plugin_broken(p, plugin_read(p, &p->problem));
	}
	if (p->manifest != NULL)
		return (p);
	if (f != NULL)
		*f = p->problem;
	return (NULL);
}

struct plugin *
plugin_find(struct script *s, const char *name, struct fault *f)
{
	struct plugin *p = plugin_known(s, name, f);

	if (p != NULL && p->state == NULL && p->problem.err == ERR_OK)
		plugin_broken(p, plugin_load(p, &p->problem));
	if (p == NULL || p->state != NULL)
		return (p);
	if (f != NULL)
		*f = p->problem;
	return (NULL);
}

static void
plugin_free(struct plugin *p)
{
	plugin_unload(p);
	arena_free(p->arena);
	free(p->folder);
	free(p);
}

void
plugins_free(struct script *s)
{
	struct plugin *p;

	while ((p = s->plugins) != NULL) {
		s->plugins = p->next;
		plugin_free(p);
	}
}

static void
plugin_add(struct script *s, const char *name)
{
	struct plugin **at = &s->plugins, *p;

	while (*at != NULL && strcmp((*at)->name, name) < 0)
		at = &(*at)->next;
	if (*at != NULL && strcmp((*at)->name, name) == 0)
		return;
	p = must_alloc(sizeof(*p));
	memset(p, 0, sizeof(*p));
	p->script = s;
	utf8_copy(p->name, sizeof(p->name), name);
	p->arena = arena_alloc();
	p->folder = must_text(arena_printf(p->arena, "%s/plugins/%s", s->root,
	    name));
	p->next = *at;
	*at = p;
}

/* a-z and 0-9: the name is a prefix of tables (NAME_*), which must not be
 * that of another plugin's as well, and of module names. */
static bool
plugin_name_good(const char *name)
{
	size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789");

	return (n > 0 && n < PLUGIN_NAME_MAX && name[n] == '\0' &&
	    name[0] >= 'a');
}

static void
plugins_read_folder(struct script *s)
{
	struct arena *a = arena_alloc();
	struct dirent *d;
	struct stat st;
	DIR *dir;

	dir = opendir(arena_printf(a, "%s/plugins", s->root));
	while (dir != NULL && (d = readdir(dir)) != NULL)
		if (plugin_name_good(d->d_name) && stat(arena_printf(a,
		    "%s/plugins/%s/plugin.lua", s->root, d->d_name), &st) == 0)
			plugin_add(s, d->d_name);
	if (dir != NULL)
		closedir(dir);
	arena_free(a);
}

void
plugins_look(struct script *s)
{
	if (!s->plugins_found)
		plugins_read_folder(s);
	s->plugins_found = true;
}

/* A folder that came later is found within a second, or at once where a site
 * begins to use it (theme.c); one that was broken, perhaps as it was still
 * being copied, is tried again when its files change. */
void
plugins_refresh(struct script *s)
{
	time_t now = time(NULL);
	bool look = now != s->plugins_looked;
	struct plugin *p;

	if (look)
		s->plugins_found = false;
	s->plugins_looked = now;
	plugins_look(s);
	for (p = s->plugins; p != NULL; p = p->next)
		if (p->call == NULL && p->marks != NULL && (p->worn ||
		    p->releases != plugin_releases(p) || (look &&
		    (s->development || p->problem.err != ERR_OK) &&
		    file_marks_stale(p->marks))))
			plugin_unload(p);
}
