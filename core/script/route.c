/* Routes of plugins: listing, addresses, handling. */
#include <string.h>

#include <lauxlib.h>

#include "base/url.h"
#include "script/plugin.h"
#include "script/theme.h"
#include "script/value.h"
#include "script/world.h"

/* In the order of the site's list; those that are part of every site first. */
static void
routes_of(struct script *s, struct site *site, const char *name,
    void (*each)(const struct script_route *, void *), void *arg)
{
	const struct script_route *r;
	struct plugin *p;

	if (!plugin_enabled(s, site, name) ||
	    (p = plugin_find(s, name, NULL)) == NULL ||
	    !plugin_in_use(p, site))
		return;
	for (r = p->routes; r != NULL; r = r->next)
		each(r, arg);
}

enum err
script_routes(struct script *s, struct site *site,
    void (*each)(const struct script_route *r, void *arg), void *arg,
    struct fault *f)
{
	struct theme *t;
	struct plugin *p;
	struct arena *a;
	enum err e;

	plugins_refresh(s);
	for (p = s->plugins; p != NULL; p = p->next) {
		(void)plugin_known(s, p->name, NULL);
		if (site == NULL || json_get_bool(p->manifest, "always", false))
			routes_of(s, site, p->name, each, arg);
	}
	if (site == NULL)
		return (ERR_OK);
	if ((e = theme_find(s, site, &t, f)) != ERR_OK)
		return (e);
	/* A copy: loading a plugin may have the settings read anew. */
	a = arena_alloc();
	json_each(name, json_copy(a, json_get(t->info, "plugins"))) {
		if (name->type != JSON_STRING ||
		    (p = plugin_known(s, name->text, NULL)) == NULL ||
		    json_get_bool(p->manifest, "always", false))
			continue;
		routes_of(s, site, name->text, each, arg);
	}
	arena_free(a);
	return (ERR_OK);
}

bool
script_link(struct script *s, struct site *site, const char *name,
    const struct json *params, struct buf *out)
{
	const struct script_route *r;
	struct plugin *p;

	for (p = s->plugins; p != NULL; p = p->next)
		for (r = p->routes; r != NULL; r = r->next)
			if (strcmp(r->name, name) == 0)
				return (url_fill(out, r->pattern, params));
	return (s->hooks.link != NULL &&
	    s->hooks.link(s->hooks.arg, site, name, params, out));
}

struct handling {
	struct plugin		*plugin;
	const struct script_route *route;
	const struct json	*request;
	struct json		**reply;
	struct arena		*arena;
	struct fault		*fault;
	enum err		 e;
};

static enum err
fault_by_status(int64_t status)
{
	int e;

	for (e = ERR_OK + 1; e < ERR_COUNT; e++)
		if (fault_status((enum err)e) == status)
			return ((enum err)e);
	return (ERR_INTERNAL);
}

/* The handler gave back nil and an error: {code, status, field, detail}. */
static void
handle_fault(lua_State *L, struct handling *h, const struct json *err)
{
	struct json *reply;
	const char *field;

	if (err->type != JSON_OBJECT ||
	    json_get_text(err, "code", NULL) == NULL)
		luaL_error(L, "%s: the handler gave back neither a reply nor "
		    "an error", h->route->name);
	field = json_get_text(err, "field", NULL);
	h->e = fault_set(h->fault,
	    fault_by_status(json_get_int(err, "status", 500)),
	    json_get_text(err, "code", NULL), field, "%s",
	    json_get_text(err, "detail", ""));
	if (json_get(err, "out") == NULL)
		return;
	reply = json_object(h->arena);
	json_put(reply, "out", json_copy(h->arena, json_get(err, "out")));
	*h->reply = reply;
}

static int
handle_run(lua_State *L)
{
	struct handling *h = lua_touserdata(L, 1);

	lua_settop(L, 0);
	plugin_push_registered(L, h->plugin, "handlers", h->route->name);
	if (!lua_isfunction(L, -1))
		return (luaL_error(L, "no handler for '%s'", h->route->name));
	value_push(L, h->request);
	lua_call(L, 1, 2);
	if (lua_isnil(L, 1))
		handle_fault(L, h, value_get(L, 2, h->arena));
	else
		*h->reply = value_get(L, 1, h->arena);
	return (0);
}

enum err
script_handle(struct script *s, struct call *c, const struct script_route *r,
    const struct json *request, struct json **reply, struct fault *f)
{
	struct handling h = { .route = r, .request = request, .reply = reply,
	    .arena = c->arena, .fault = f };
	const char *lang;
	enum err e;

	*reply = NULL;
	if ((h.plugin = plugin_find(s, r->plugin, f)) == NULL)
		return (f != NULL ? f->err : ERR_INTERNAL);
	lang = h.plugin->lang;
	h.plugin->lang = json_get_text(request, "lang", "zh");
	e = plugin_run(h.plugin, c, r->reads || strcmp(r->method,
	    "GET") == 0 ? PLUGIN_READ : PLUGIN_WRITE, r->name, handle_run, &h,
	    f);
	h.plugin->lang = lang;
	if (e == ERR_OK)
		e = h.e;
	record_route(h.plugin, c, r, request, *reply, e, f);
	return (e);
}
