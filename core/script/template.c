/*
 * Templates from file to function.  The compiler (lua/cms/template.lua) runs
 * in a state of its own with a budget of its own, out of reach of templates.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "base/utf8.h"
#include "script/data.h"
#include "script/sandbox.h"
#include "script/theme.h"
#include "script/world.h"

#define TEMPLATE_FILE_MAX (512 * 1024)

static const struct state_limit compiler_limit = {
	.memory = 64 * 1024 * 1024, .steps = 50000000, .milliseconds = 5000
};

struct compiling {
	struct script	*script;
	const char	*text, *shown;
	size_t		 length;
	struct buf	*out;
	struct fault	*fault;
	enum err	 e;
};

static int
compiler_open(lua_State *L)
{
	struct script *s = lua_touserdata(L, 1);

	module_open(L, s->root, NULL, NULL);
	module_require(L, "cms.template");
	lua_getfield(L, -1, "compile");
	s->compile = luaL_ref(L, LUA_REGISTRYINDEX);
	return (0);
}

static int
compiler_run(lua_State *L)
{
	struct compiling *c = lua_touserdata(L, 1);
	const char *text;
	size_t length;

	lua_rawgeti(L, LUA_REGISTRYINDEX, c->script->compile);
	lua_pushlstring(L, c->text, c->length);
	lua_call(L, 1, 3);
	if (lua_isnil(L, -3)) {
		c->e = fault_set(c->fault, ERR_INPUT, "script.template", NULL,
		    "%s:%d: %s", c->shown, (int)lua_tointeger(L, -1),
		    lua_tostring(L, -2));
		return (0);
	}
	text = lua_tolstring(L, -3, &length);
	buf_append(c->out, text, length);
	return (0);
}

enum err
template_compile(struct script *s, const char *text, size_t length,
    const char *shown, struct buf *out, struct fault *f)
{
	struct compiling c = { s, text, shown, length, out, f, ERR_OK };
	enum err e;

	if (s->compiler == NULL) {
		s->compiler = state_alloc(&compiler_limit, s);
		e = state_run(s->compiler, compiler_open, s, f);
		if (e != ERR_OK) {
			state_free(s->compiler);
			s->compiler = NULL;
			return (e);
		}
	}
	e = state_run(s->compiler, compiler_run, &c, f);
	return (e != ERR_OK ? e : c.e);
}

/* The line of the first byte that is no text's. */
static int
line_of_wrong(const char *text, size_t length)
{
	int line = 1;
	size_t i, from = 0;

	for (i = 0; i < length; i++)
		if (text[i] == '\0' || text[i] == '\n') {
			if (text[i] == '\0' ||
			    !utf8_valid(text + from, i - from))
				break;
			from = i + 1;
			line++;
		}
	return (line);
}

enum err
template_text(struct arena *a, const char *path, const char *shown,
    const char **text, size_t *length, struct fault *f)
{
	struct fault own = { .err = ERR_OK };
	const char *p;

	if (data_read(a, path, TEMPLATE_FILE_MAX, text, length, &own) !=
	    ERR_OK)
		return (fault_set(f, ERR_INPUT, "script.template", NULL,
		    "%s: %s", shown, strncmp(own.detail, path,
		    strlen(path)) == 0 ? own.detail + strlen(path) + 2 :
		    own.detail));
	p = *text;
	if (*length != strlen(p) || !utf8_valid(p, *length))
		return (fault_set(f, ERR_INPUT, "script.template", NULL,
		    "%s:%d: no UTF-8", shown, line_of_wrong(p, *length)));
	if (strncmp(p, "\xef\xbb\xbf", 3) == 0) {	/* of Windows */
		*text += 3;
		*length -= 3;
	}
	return (ERR_OK);
}

static void
template_free(lua_State *L, struct template *one)
{
	luaL_unref(L, LUA_REGISTRYINDEX, one->chunk);
	free(one->path);
	free(one);
}

static int
template_forget_all(lua_State *L)
{
	struct theme *t = lua_touserdata(L, 1);
	struct template *one;

	while ((one = t->templates) != NULL) {
		t->templates = one->next;
		template_free(L, one);
	}
	return (0);
}

void
template_forget(struct theme *t)
{
	(void)state_run(t->state, template_forget_all, t, NULL);
}

/* Reads and compiles into script->compiled; holds no memory of its own. */
static enum err
template_read(struct theme *t, const char *path, struct fault *f)
{
	struct arena *a = arena_alloc();
	const char *text;
	size_t length;
	enum err e;

	buf_reset(&t->script->compiled);
	e = template_text(a, path, script_shown(t->script, path), &text,
	    &length, f);
	if (e == ERR_OK)
		e = template_compile(t->script, text, length,
		    script_shown(t->script, path), &t->script->compiled, f);
	arena_free(a);
	return (e);
}

/* A NULL path: that there is none is worth knowing as well, for every page of
 * a type asks first for a template of that type. */
static struct template *
template_add(struct theme *t, const char *name, const char *path, int chunk)
{
	struct template *one = must_alloc(sizeof(*one));

	/* theme_file() has limited it. */
	snprintf(one->name, sizeof(one->name), "%s", name);
	one->path = path != NULL ? must_text(path) : NULL;
	one->changed = 0;
	one->chunk = chunk;
	one->layer = THEME_PLUGIN;
	one->next = t->templates;
	t->templates = one;
	return (one);
}

/* Compiles the file and remembers it under its name; pushes the function. */
static void
template_load(lua_State *L, struct theme *t, const char *name,
    const char *path, size_t layer)
{
	const char *shown = script_shown(t->script, path);
	struct fault f = { .err = ERR_OK };
	struct template *one;
	int64_t changed;
	enum err e;

	state_leave(L);
	changed = file_changed(path);
	e = template_read(t, path, &f);
	state_enter(L);
	if (e != ERR_OK)
		state_raise(L, &f);
	if (luaL_loadbufferx(L, buf_string(&t->script->compiled),
	    t->script->compiled.length, lua_pushfstring(L, "@%s", shown),
	    "t") != LUA_OK)
		lua_error(L);
	lua_remove(L, -2);
	lua_pushvalue(L, -1);
	one = template_add(t, name, path, luaL_ref(L, LUA_REGISTRYINDEX));
	one->changed = changed;
	one->layer = layer;
}

/* In development a template is looked at again once a second: its time, and
 * whether another file comes before it now. */
static bool
template_stale(struct theme *t, struct template *one)
{
	char path[THEME_PATH_MAX];

	if (!t->script->development)
		return (false);
	if (one->path == NULL ||
	    !theme_file(t, "templates", one->name, ".html", path, NULL))
		return (true);
	return (strcmp(path, one->path) != 0 ||
	    file_changed(path) != one->changed);
}

bool
template_push(lua_State *L, struct theme *t, const char *name, bool missing)
{
	struct template **at = &t->templates, *one;
	char path[THEME_PATH_MAX];
	size_t layer;

	while (*at != NULL && strcmp((*at)->name, name) != 0)
		at = &(*at)->next;
	one = *at;
	if (one != NULL)
		*at = one->next;
	if (one != NULL && template_stale(t, one)) {
		template_free(L, one);
		one = NULL;
	}
	if (one != NULL) {	/* what pages have most comes first */
		one->next = t->templates;
		t->templates = one;
		t->used |= 1u << one->layer;
	}
	if (one == NULL && theme_file(t, "templates", name, ".html", path,
	    &layer)) {
		t->used |= 1u << layer;
		template_load(L, t, name, path, layer);
		return (true);
	}
	if (one == NULL && missing && strlen(name) < THEME_NAME_MAX)
		one = template_add(t, name, NULL, LUA_NOREF);
	if (one != NULL && one->path != NULL) {
		lua_rawgeti(L, LUA_REGISTRYINDEX, one->chunk);
		return (true);
	}
	if (!missing)
		luaL_error(L, "no template '%s' in site, theme or plugin",
		    name);
	return (false);
}
