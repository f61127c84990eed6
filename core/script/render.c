/*
 * Rendering.  A template is a function that gets its environment and the
 * functions that write (lua/cms/template.lua says which); all of them append
 * to one buffer that the caller of script_render() owns, so that an error
 * leaves nothing behind.
 */
#include <stdio.h>
#include <string.h>

#include <lauxlib.h>

#include "script/compose.h"
#include "script/plugin.h"
#include "script/sandbox.h"
#include "script/value.h"
#include "script/world.h"

struct rendering {
	struct theme		*theme;
	const char		*template;
	const struct json	*view;
};

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

/* A page of a type of a plugin, by the plugin's own template: false where it
 * has none.  Where that fails the page comes plain; if it can, the template was
 * to blame. */
static bool
render_of_plugin(lua_State *L, struct theme *t, const char *name,
    const char *type, const char *plain)
{
	struct plugin *p = plugin_of_type(t->script, t->site, type);
	struct fault f = { .err = ERR_OK };
	char own[THEME_NAME_MAX + PLUGIN_NAME_MAX];

	if (p == NULL || !plugin_in_use(p, t->site))
		return (false);
	snprintf(own, sizeof(own), "%s/%s", p->name, name);
	if (!compose_plugin(L, t, own, &f))
		return (false);
	if (f.err != ERR_OK) {
		template_push(L, t, plain, false);
		compose_all(L, t, 3);
	}
	compose_count(t, own, &f);
	return (true);
}

/* "entry-term" of site and theme, else of the plugin whose type it is, else
 * "entry". */
static void
render_page(lua_State *L, struct theme *t, const char *name)
{
	const char *hyphen = strchr(name, '-');
	char plain[THEME_NAME_MAX];

	compose_copy(L, 2);	/* at 3 */
	if (template_push(L, t, name, hyphen != NULL)) {
		compose_all(L, t, 3);
		return;
	}
	snprintf(plain, sizeof(plain), "%.*s", (int)(hyphen - name), name);
	if (render_of_plugin(L, t, name, hyphen + 1, plain))
		return;
	template_push(L, t, plain, false);
	compose_all(L, t, 3);
}

static int
render_run(lua_State *L)
{
	struct rendering *r = lua_touserdata(L, 1);

	lua_settop(L, 1);
	live_begin(L);
	render_view(L, r);
	render_page(L, r->theme, r->template);
	return (0);
}

enum err
theme_render(struct theme *t, const char *template, const struct json *view,
    const struct json *page, struct buf *out, struct fault *f)
{
	struct rendering r = { .theme = t, .template = template,
	    .view = view };
	size_t start = out->length;
	enum err e;

	t->used = 0;
	if (rest_now(t, template))
		return (fault_set(f, ERR_BUSY, "script.rests", NULL, "%s",
		    template));
	arena_reset(t->arena);
	t->out = out;
	t->page = page;
	t->layout = NULL;
	t->nested = 0;
	t->in_block = false;
	e = state_run(t->state, render_run, &r, f);
	rest_count(t, template, e != ERR_OK && f->name != NULL &&
	    strcmp(f->name, "script.budget") == 0);
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

/* Where a template of the site or its theme fails, the page comes without the
 * templates of that layer, by those that they stand in front of. */
enum err
script_render(struct script *s, struct site *site, const char *template,
    const struct json *view, const struct json *page, struct buf *out,
    struct fault *f)
{
	struct fault own, first = { .err = ERR_OK };
	size_t skip = 0;
	struct theme *t;
	enum err e;

	do {
		own = (struct fault){ .err = ERR_OK };
		if ((e = theme_below(s, site, skip, &t, f)) != ERR_OK)
			return (e);
		if (s->development && t->broken.err != ERR_OK)
			own = t->broken;
		else
			(void)theme_render(t, template, view, page, out, &own);
		if (first.err == ERR_OK)
			first = own;
	} while (own.err != ERR_OK && theme_falls(t, template, &own, &skip));
	if (own.err == ERR_OK)
		theme_stands(t, template);
	else if (f != NULL)
		*f = first;
	return (own.err != ERR_OK ? first.err : ERR_OK);
}
