/* Events: what plugins add to what the core shows. */
#include <string.h>

#include <lauxlib.h>

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

static bool
event_hooked(const struct plugin *p, const char *event)
{
	json_each(name, p->events)
		if (strcmp(name->text, event) == 0)
			return (true);
	return (false);
}

bool
script_wanted(struct script *s, struct site *site, const char *event)
{
	struct plugin *p;

	plugins_look(s);
	for (p = s->plugins; p != NULL; p = p->next)
		if (plugin_enabled(s, site, p->name) &&
		    plugin_find(s, p->name, NULL) != NULL &&
		    event_hooked(p, event))
			return (true);
	return (false);
}

void
script_emit(struct script *s, struct call *c, const char *event,
    struct json **payload)
{
	struct emitting e = { .event = event, .payload = payload,
	    .arena = c->arena };
	struct plugin *p;

	if (s->emitting == EVENT_DEPTH_MAX)
		return;		/* hooks that answer each other */
	s->emitting++;
	plugins_look(s);
	for (p = s->plugins; p != NULL; p = p->next) {
		if (!plugin_enabled(s, c->site, p->name) ||
		    plugin_find(s, p->name, NULL) == NULL ||
		    !event_hooked(p, event))
			continue;
		e.plugin = p;
		lazy_begin(&p->event);
		(void)plugin_run(p, c, PLUGIN_EVENT, event, event_run, &e,
		    NULL);
		lazy_end(&p->event);
	}
	s->emitting--;
}
