/* Calls into plugins: who acts, how long, and what follows a failure. */
#include <string.h>

#include "base/log.h"
#include "script/plugin.h"
#include "script/theme.h"
#include "script/world.h"

/* Nobody but the caller waits for staff; a visitor's page waits for all that
 * runs in its lane. */
static const struct state_limit staff_limit = {
	.memory = 48 * 1024 * 1024, .steps = 50000000, .milliseconds = 1500
};
static const struct state_limit visitor_limit = {
	.memory = 32 * 1024 * 1024, .steps = 5000000, .milliseconds = 150
};
/* A fault of the plugin's own, not one that it was told or tells. */
static bool
plugin_failed(enum err e, const struct fault *f)
{
	return (e != ERR_OK && f->name != NULL &&
	    (strcmp(f->name, "script.failed") == 0 ||
	    strcmp(f->name, "script.budget") == 0));
}

static void
plugin_count_failure(struct plugin *p, const struct fault *f)
{
	p->failures++;
	log_error("plugin %s: %s: %s", p->name, f->name, f->detail);
	if (strcmp(f->name, "script.budget") == 0)
		p->worn = true;		/* its state is made anew */
	if (p->failures < PLUGIN_FAILURES_MAX || p->quarantined)
		return;
	p->quarantined = true;
	log_error("plugin %s is out of use after %d failures in a row",
	    p->name, p->failures);
}

enum err
plugin_run(struct plugin *p, struct call *c, lua_CFunction fn, void *arg,
    struct fault *f)
{
	struct call *before = p->call;
	struct fault own = { .err = ERR_OK };
	bool staff = c->cms != NULL && cms_mode(c->cms) == DB_WRITE;
	enum err e;

	if (p->quarantined)
		return (fault_set(f, ERR_BUSY, "plugin.quarantined", NULL,
		    "%s", p->name));
	p->call = c;
	if (before == NULL)
		state_set_limit(p->state, staff ? &staff_limit :
		    &visitor_limit);
	e = state_run(p->state, fn, arg, &own);
	p->call = before;
	if (plugin_failed(e, &own))
		plugin_count_failure(p, &own);
	else
		p->failures = 0;
	if (e != ERR_OK && f != NULL)
		*f = own;
	return (e);
}

static bool
listed(const struct json *names, const char *name)
{
	json_each(n, names)
		if (n->type == JSON_STRING && strcmp(n->text, name) == 0)
			return (true);
	return (false);
}

/* Everything that it depends on is enabled as well. */
static bool
plugin_enabled_with(struct script *s, const struct json *list,
    const struct plugin *p, int depth)
{
	struct plugin *other;

	if (depth > 8 || (!json_get_bool(p->manifest, "always", false) &&
	    !listed(list, p->name)))
		return (false);
	json_each(d, json_get(p->manifest, "depends")) {
		other = plugin_find(s, d->text, NULL);
		if (other == NULL ||
		    !plugin_enabled_with(s, list, other, depth + 1))
			return (false);
	}
	return (true);
}

bool
plugin_enabled(struct script *s, struct site *site, const char *name)
{
	struct plugin *p = plugin_find(s, name, NULL);
	struct theme *t;

	if (p == NULL)
		return (false);
	if (site == NULL)
		return (true);
	if (theme_find(s, site, &t, NULL) != ERR_OK)
		return (json_get_bool(p->manifest, "always", false));
	return (plugin_enabled_with(s, json_get(t->info, "plugins"), p, 0));
}

struct json *
script_plugins(struct script *s, struct arena *a)
{
	struct json *all = json_array(a), *o;
	struct plugin *p;

	plugins_refresh(s);
	for (p = s->plugins; p != NULL; p = p->next) {
		bool good = plugin_find(s, p->name, NULL) != NULL;

		o = json_add(all, json_object(a));
		json_put_text(a, o, "name", p->name);
		json_put_text(a, o, "title", json_get_text(p->manifest,
		    "title", p->name));
		json_put_text(a, o, "version", json_get_text(p->manifest,
		    "version", ""));
		json_put_text(a, o, "state", !good ? "broken" :
		    p->quarantined ? "quarantined" : "ready");
		json_put_text(a, o, "problem", good ? "" : p->problem.detail);
	}
	return (all);
}

enum err
script_plugin_check(struct script *s, const char *name, struct fault *f)
{
	struct fault own = { .err = ERR_OK };

	plugins_refresh(s);
	if (plugin_find(s, name, &own) != NULL)
		return (ERR_OK);
	if (f != NULL)
		*f = own;
	return (own.err);
}

void
script_plugin_release(struct script *s, const char *name)
{
	struct plugin *p = plugin_find(s, name, NULL);

	if (p == NULL)
		return;
	p->quarantined = false;
	p->failures = 0;
	p->worn = true;
}
