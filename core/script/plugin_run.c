/* Calls into plugins: who acts, how long, and what follows a failure. */
#include <string.h>

#include "base/log.h"
#include "base/time.h"
#include "cms/quarantine.h"
#include "cms/type.h"
#include "script/check.h"
#include "script/plugin_store.h"
#include "script/theme.h"
#include "script/world.h"

#define MB (1024 * 1024)

/* Plugins that are part of every site, the desk above all, come back by
 * themselves: staff release others there. */
#define ALWAYS_SECONDS 60

/*
 * How long a call may take, by what it is for.  A lane answers one after the
 * other, so this is what others may have to wait; only the sender waits for a
 * form.  It is time of the processor, of which pages of good plugins take a
 * millisecond and their largest (a map of 300 entries) four: a busy machine
 * makes none fail, and on one that others keep busy, too, nobody waits long.
 * What the core does for them (SQL, search) isn't counted.
 */
static const struct state_limit staff_limits[PLUGIN_KINDS] = {
	[PLUGIN_EVENT] = { 48 * MB, 10000000, 80 },
	[PLUGIN_READ] = { 48 * MB, 20000000, 500 },	/* exports */
	[PLUGIN_WRITE] = { 48 * MB, 50000000, 500 },
	[PLUGIN_JOB] = { 96 * MB, 1000000000, 5000 },
	[PLUGIN_COMMAND] = { 256 * MB, 10000000000, 60000 },
};
static const struct state_limit visitor_limits[PLUGIN_KINDS] = {
	[PLUGIN_EVENT] = { 12 * MB, 5000000, 20 },
	[PLUGIN_READ] = { 12 * MB, 5000000, 20 },
	[PLUGIN_WRITE] = { 12 * MB, 5000000, 20 },
};

/* What visitors asked of the staff lane, for it was too much for theirs. */
static const struct state_limit heavy_limit = { 16 * MB, 10000000, 80 };

/* After so much time of a page for plugins, no further hook of it is run and no
 * further block written. */
#define PAGE_NANOSECONDS 25000000

/* A fault of the plugin's own, not one that it was told or tells. */
static bool
plugin_failed(enum err e, const struct fault *f)
{
	return (e != ERR_OK && f->name != NULL &&
	    (strcmp(f->name, "script.failed") == 0 ||
	    strcmp(f->name, "script.template") == 0 ||
	    strcmp(f->name, "script.budget") == 0));
}

static int64_t
site_of(const struct site *site)
{
	return (site != NULL ? site->id : 0);
}

bool
plugin_in_use(struct plugin *p, const struct site *site)
{
	struct quarantine *q;
	int64_t since;

	if (p->script->cms == NULL)
		return (true);
	q = cms_quarantine(p->script->cms);
	since = quarantine_since(q, site_of(site), p->name);
	if (since != 0 && json_get_bool(p->manifest, "always", false) &&
	    time_now() >= since + ALWAYS_SECONDS) {
		quarantine_release(q, site_of(site), p->name);
		since = 0;
	}
	return (since == 0);
}

/* An error of a plugin that is part of every site costs what it was for, but
 * nobody the rest: only what takes time is held against it. */
static bool
plugin_blamed(const struct plugin *p, const struct fault *f)
{
	return (p->script->cms != NULL &&
	    (!json_get_bool(p->manifest, "always", false) ||
	    strcmp(f->name, "script.budget") == 0));
}

static void
plugin_count_failure(struct plugin *p, struct site *site, const char *what,
    const struct fault *f)
{
	const char *name = site != NULL ? site->name : "-";

	p->script->partial = true;
	log_error("plugin %s, site %s, %s: %s: %s", p->name, name, what,
	    f->name, f->detail);
	if (strcmp(f->name, "script.budget") == 0)
		p->worn = true;		/* its state is made anew */
	if (!plugin_blamed(p, f) || !quarantine_failed(cms_quarantine(
	    p->script->cms), site_of(site), p->name, what, f))
		return;
	log_error("plugin %s is out of use on site %s after %d failures in a "
	    "row", p->name, name, QUARANTINE_FAILURES);
	if (site != NULL)
		site_raise(site);	/* pages without it */
}

void
plugin_count(struct plugin *p, struct site *site, const char *what, enum err e,
    const struct fault *f)
{
	if (plugin_failed(e, f))
		plugin_count_failure(p, site, what, f);
	else if (p->script->cms != NULL)
		quarantine_worked(cms_quarantine(p->script->cms),
		    site_of(site), p->name, what);
}

void
script_rendered(struct script *s, struct call *c,
    const struct script_route *r, enum err e, const struct fault *f)
{
	struct plugin *p = plugin_known(s, r->plugin, NULL);
	const char *what = arena_printf(c->arena, "%s (html)", r->name);

	if (p != NULL && (e == ERR_OK || (f->name != NULL &&
	    strcmp(f->name, "script.budget") == 0)))
		plugin_count(p, c->site, what, e, f);
}

/* What a page shows besides.  Other events ask or tell something, and are
 * never left out. */
static bool
of_page(const char *event)
{
	static const char *const of[] = { "entry.view", "column.view",
	    "home.blocks", "head.meta", "desk.menu", "desk.entry",
	    "desk.frame" };
	size_t i;

	for (i = 0; i < sizeof(of) / sizeof(of[0]); i++)
		if (strcmp(event, of[i]) == 0)
			return (true);
	return (false);
}

bool
script_late(const struct script *s)
{
	return (s->used >= PAGE_NANOSECONDS);
}

/* Hooks of a page that has taken long already are left out. */
static bool
plugin_late(struct plugin *p, enum plugin_kind kind, const char *what)
{
	if (kind != PLUGIN_EVENT || !script_late(p->script) ||
	    !of_page(what))
		return (false);
	p->script->partial = true;
	return (true);
}

void
script_begin(struct script *s)
{
	s->asked++;
	s->used = 0;
	s->partial = s->heavy = false;
}

bool
script_whole(const struct script *s)
{
	return (!s->partial);
}

static const struct state_limit *
limit_of(const struct call *c, enum plugin_kind kind, bool staff)
{
	if (!staff)
		return (&visitor_limits[kind]);
	return (kind == PLUGIN_READ && c->actor == NULL ? &heavy_limit :
	    &staff_limits[kind]);
}

bool
script_heavy(const struct script *s)
{
	return (s->heavy);
}

/* A route took too long for the visitors' lane: the staff lane answers it, by
 * its own limits, and counts what fails there. */
static bool
plugin_heavy(struct plugin *p, enum plugin_kind kind, bool staff, enum err e)
{
	if (staff || kind != PLUGIN_READ || e == ERR_OK ||
	    p->script->cms == NULL || !state_was_long(p->state))
		return (false);
	p->script->heavy = true;
	p->worn = true;
	return (true);
}

enum err
plugin_run(struct plugin *p, struct call *c, enum plugin_kind kind,
    const char *what, lua_CFunction fn, void *arg, struct fault *f)
{
	struct call *before = p->call;
	enum plugin_kind outer = p->kind;
	struct fault own = { .err = ERR_OK };
	bool staff = c->cms != NULL && cms_mode(c->cms) == DB_WRITE;
	enum err e;

	if (!plugin_in_use(p, c->site) || plugin_late(p, kind, what))
		return (fault_set(f, ERR_BUSY, "plugin.quarantined", NULL,
		    "%s", p->name));
	p->call = c;
	p->kind = kind;
	if (before == NULL)
		memset(&p->deed, 0, sizeof(p->deed));
	if (before == NULL)
		state_set_limit(p->state, limit_of(c, kind, staff));
	e = state_run(p->state, fn, arg, &own);
	p->call = before;
	p->kind = outer;
	if (before == NULL) {
		stores_end(p);
		p->script->used += state_used(p->state);
	}
	/* Whoever runs a command is told how it went. */
	if (kind != PLUGIN_COMMAND && !plugin_heavy(p, kind, staff, e))
		plugin_count(p, c->site, what, e, &own);
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
		other = plugin_known(s, d->text, NULL);
		if (other == NULL ||
		    !plugin_enabled_with(s, list, other, depth + 1))
			return (false);
	}
	return (true);
}

bool
plugin_among(struct script *s, const struct json *names, const char *name)
{
	struct plugin *p = plugin_known(s, name, NULL);

	return (p != NULL && plugin_enabled_with(s, names, p, 0));
}

bool
plugin_enabled(struct script *s, struct site *site, const char *name)
{
	struct plugin *p = plugin_known(s, name, NULL);
	struct theme *t;

	if (p == NULL)
		return (false);
	if (site == NULL)
		return (true);
	if (theme_find(s, site, &t, NULL) != ERR_OK)
		return (json_get_bool(p->manifest, "always", false));
	return (plugin_enabled_with(s, json_get(t->info, "plugins"), p, 0));
}

struct plugin *
plugin_of_type(struct script *s, struct site *site, const char *type)
{
	const struct type *t = s->cms != NULL ? type_find(s->cms, type) : NULL;

	if (t != NULL && t->plugin != NULL &&
	    plugin_enabled(s, site, t->plugin))
		return (plugin_known(s, t->plugin, NULL));
	return (NULL);
}

struct json *
script_plugins(struct script *s, struct arena *a)
{
	struct json *all = json_array(a), *o;
	struct plugin *p;

	plugins_refresh(s);
	for (p = s->plugins; p != NULL; p = p->next) {
		bool good = plugin_find(s, p->name, NULL) != NULL;

		o = json_add(all, p->manifest != NULL ?
		    json_copy(a, p->manifest) : json_object(a));
		json_put_text(a, o, "name", p->name);
		json_put_text(a, o, "state", good ? "ready" : "broken");
		if (good)
			continue;
		json_put_text(a, o, "problem", p->problem.detail);
		json_put_text(a, o, "problem_name", p->problem.name);
		json_put_text(a, o, "problem_field", p->problem.field);
	}
	return (all);
}

enum err
script_plugin_check(struct script *s, const char *name, struct fault *f)
{
	struct fault own = { .err = ERR_OK };

	struct plugin *p;

	plugins_refresh(s);
	s->checking = true;
	if ((p = plugin_find(s, name, &own)) != NULL)
		(void)(plugin_depends_check(s, p, &own) == ERR_OK &&
		    check_plugin(p, &own) == ERR_OK);
	s->checking = false;
	if (own.err == ERR_OK)
		return (ERR_OK);
	if (f != NULL)
		*f = own;
	return (own.err);
}
