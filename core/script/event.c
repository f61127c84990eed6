/* Events: what plugins add to what the core shows. */
#include <string.h>

#include <lauxlib.h>

#include "script/guard.h"
#include "script/lazy.h"
#include "script/plugin.h"
#include "script/value.h"
#include "script/world.h"

#define EVENT_DEPTH_MAX 4

struct emitting {
	struct plugin	*plugin;
	const char	*event;
	struct json	**payload;
	struct arena	*arena;
};

/* Each hook changes the payload, a table, in place. */
static int
event_run(lua_State *L)
{
	struct emitting *e = lua_touserdata(L, 1);
	lua_Integer i, n;

	lua_settop(L, 0);
	plugin_push_registered(L, e->plugin, "hooks", e->event);
	if (!lua_istable(L, 1))
		return (0);
	lazy_push(L, *e->payload, &e->plugin->event);
	n = (lua_Integer)lua_rawlen(L, 1);
	for (i = 1; i <= n; i++) {
		lua_rawgeti(L, 1, i);
		lua_pushvalue(L, 2);
		lua_call(L, 1, 0);
	}
	*e->payload = lazy_get(L, 2, e->arena, *e->payload);
	return (0);
}

bool
plugin_hooks(const struct plugin *p, const char *event)
{
	json_each(name, p->events)
		if (strcmp(name->text, event) == 0)
			return (true);
	return (false);
}

/* Events of which each plugin gets a list of its own to fill: what the others
 * put into theirs it neither sees nor pays for. */
static const char *
event_list(const char *event, const struct json *payload)
{
	return (strcmp(event, "home.blocks") == 0 &&
	    json_get(payload, "blocks") != NULL ? "blocks" : NULL);
}

static void
list_add(struct arena *a, struct json *all, const struct json *payload,
    const char *list)
{
	const struct json *items = json_get(payload, list);

	if (items != NULL && items->type == JSON_ARRAY)
		json_each(item, items)
			json_add(all, json_share(a, item));
}

/* Runs a plugin's hooks on a list of its own, which goes behind the rest. */
static void
event_gather(struct emitting *e, struct call *c, const char *list,
    struct json *all)
{
	struct json *own = json_object(c->arena);

	json_each(m, *e->payload)
		json_put(own, m->name, json_share(c->arena, m));
	json_put(own, list, json_array(c->arena));
	*e->payload = own;
	(void)plugin_run(e->plugin, c, PLUGIN_EVENT, e->event, event_run, e,
	    NULL);
	list_add(c->arena, all, *e->payload, list);
}

bool
script_wanted(struct script *s, struct site *site, const char *event)
{
	struct plugin *p;

	plugins_look(s);
	for (p = s->plugins; p != NULL; p = p->next)
		if (plugin_enabled(s, site, p->name) &&
		    plugin_find(s, p->name, NULL) != NULL &&
		    plugin_hooks(p, event))
			return (true);
	/* One that can't be asked any more is found where it is asked. */
	return (guard_asks(event));
}

enum err
script_emit(struct script *s, struct call *c, const char *event,
    struct json **payload)
{
	struct emitting em = { .event = event, .payload = payload,
	    .arena = c->arena };
	const char *list = event_list(event, *payload);
	struct json *all = json_array(c->arena);
	bool asks = guard_asks(event);
	struct plugin *p;
	enum err e = ERR_OK;

	if (s->emitting == EVENT_DEPTH_MAX)
		return (ERR_OK);	/* hooks that answer each other */
	s->emitting++;
	plugins_look(s);
	list_add(c->arena, all, *payload, list != NULL ? list : "");
	for (p = s->plugins; p != NULL; p = p->next) {
		if (!plugin_enabled(s, c->site, p->name) ||
		    plugin_find(s, p->name, NULL) == NULL ||
		    !plugin_hooks(p, event))
			continue;
		em.plugin = p;
		lazy_begin(&p->event);
		if (list != NULL)
			event_gather(&em, c, list, all);
		else if (plugin_run(p, c, PLUGIN_EVENT, event, event_run, &em,
		    NULL) != ERR_OK && asks)
			e = guard_missed(s, c, event, p->name);
		lazy_end(&p->event);
		if (asks)
			guard_note(p, c->site);
	}
	if (list != NULL)
		json_put(*payload, list, all);
	s->emitting--;
	return (e != ERR_OK || !asks ? e : guard_check(s, c, event));
}
