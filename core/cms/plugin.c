/* What staff see of plugins: see plugin.h. */
#include "cms/plugin.h"

#include <string.h>

#include "cms/quarantine.h"
#include "cms/setting.h"

/* What the view takes from the manifest as it is. */
static const char *const taken[] = {
	"name", "title", "version", "description", "author", "always",
	"capabilities", "jobs", "problem", "problem_field"
};

struct looking {
	struct call		*c;
	const struct json	*manifests;
	const struct json	*listed;	/* names that the site has */
	const struct json	*paths;		/* of its columns: [{path}] */
};

/* The manifests, in the call's arena. */
static const struct json *
plugins_there(struct call *c)
{
	const struct plugin_source *from = cms_plugins(c->cms);

	return (from == NULL ? NULL : from->list(from->arg, c->arena));
}

static bool
names_have(const struct json *names, const char *name)
{
	json_each(n, names)
		if (n->type == JSON_STRING && strcmp(n->text, name) == 0)
			return (true);
	return (false);
}

const struct json *
plugin_named(const struct json *all, const char *name)
{
	json_each(p, all)
		if (strcmp(json_get_text(p, "name", ""), name) == 0)
			return (p);
	return (NULL);
}

static bool
is_ready(const struct json *m)
{
	return (strcmp(json_get_text(m, "state", ""), "ready") == 0);
}

static bool
is_listed(const struct looking *l, const struct json *m)
{
	return (json_get_bool(m, "always", false) ||
	    names_have(l->listed, json_get_text(m, "name", "")));
}

/* Is it in use, and all that it depends on?  A cycle is no plugin's use. */
static bool
is_used(const struct looking *l, const struct json *m, int depth)
{
	const struct json *other;

	if (m == NULL || depth > 8 || !is_ready(m) || !is_listed(l, m))
		return (false);
	json_each(d, json_get(m, "depends")) {
		other = plugin_named(l->manifests, d->text);
		if (!is_used(l, other, depth + 1))
			return (false);
	}
	return (true);
}

static struct json *
brief(struct arena *a, const char *name, const struct json *m)
{
	struct json *o = json_object(a);

	json_put_text(a, o, "name", name);
	json_put_text(a, o, "title", json_get_text(m, "title", name));
	return (o);
}

static struct json *
view_depends(const struct looking *l, const struct json *m)
{
	struct arena *a = l->c->arena;
	struct json *list = json_array(a), *o;
	const struct json *other;

	json_each(d, json_get(m, "depends")) {
		other = plugin_named(l->manifests, d->text);
		o = json_add(list, brief(a, d->text, other));
		json_put_bool(a, o, "used", is_used(l, other, 0));
	}
	return (list);
}

/* Plugins that the site has and that want this one. */
static struct json *
view_needed(const struct looking *l, const struct json *m)
{
	const char *name = json_get_text(m, "name", "");
	struct json *list = json_array(l->c->arena);

	json_each(other, l->manifests)
		if (is_listed(l, other) &&
		    names_have(json_get(other, "depends"), name))
			json_add(list, brief(l->c->arena,
			    json_get_text(other, "name", ""), other));
	return (list);
}

static struct json *
view_columns(const struct looking *l, const struct json *m)
{
	struct arena *a = l->c->arena;
	struct json *list = json_array(a), *o;
	bool there;

	json_each(column, json_get(m, "columns")) {
		there = false;
		json_each(row, l->paths)
			if (strcmp(json_get_text(row, "path", ""),
			    json_get_text(column, "path", "")) == 0)
				there = true;
		o = json_add(list, json_copy(a, column));
		json_put_bool(a, o, "there", there);
	}
	return (list);
}

/* The schema as a list, each with its value. */
static enum err
view_settings(const struct looking *l, const struct json *m,
    struct json **out)
{
	struct arena *a = l->c->arena;
	struct json *stored = NULL, *o;
	const struct json *v;
	enum err e;

	*out = json_array(a);
	e = setting_read(l->c->site, a, arena_printf(a, "plugin.%s",
	    json_get_text(m, "name", "")), &stored, l->c->fault);
	if (e != ERR_OK)
		return (e);
	json_each(s, json_get(m, "settings")) {
		o = json_add(*out, json_copy(a, s));
		v = json_get(stored, s->name);
		json_put_text(a, o, "name", s->name);
		json_put_bool(a, o, "stored", v != NULL);
		if (v == NULL)
			v = json_get(s, "default");
		if (v != NULL)
			json_put(o, "value", json_copy(a, v));
	}
	return (ERR_OK);
}

struct json *
plugin_failure(struct call *c, const char *name)
{
	struct arena *a = c->arena;
	struct quarantine_record r;
	struct json *o;

	if (!quarantine_read(cms_quarantine(c->cms), c->site->id, name, &r))
		return (json_null(a));
	o = json_object(a);
	json_put_int(a, o, "at", r.failed_at);
	json_put_int(a, o, "since", r.since);
	json_put_int(a, o, "failures", r.failures);
	json_put_bool(a, o, "failing", r.failing);
	json_put_text(a, o, "where", r.where);
	json_put_text(a, o, "name", r.name);
	json_put_text(a, o, "detail", r.detail);
	return (o);
}

static const char *
state_of(const struct looking *l, const struct json *m,
    const struct json *failure)
{
	if (!is_ready(m))
		return ("broken");
	if (!is_listed(l, m))
		return ("off");
	if (json_get_int(failure, "since", 0) != 0)
		return ("quarantined");
	return (is_used(l, m, 0) ? "on" : "waiting");
}

static enum err
view_one(const struct looking *l, const struct json *m, struct json *o)
{
	struct arena *a = l->c->arena;
	struct json *settings, *failure;
	const struct json *v;
	enum err e;
	size_t i;

	for (i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
		if ((v = json_get(m, taken[i])) != NULL)
			json_put(o, taken[i], json_copy(a, v));
	if (json_get(o, "title") == NULL)	/* the manifest can't be read */
		json_put_text(a, o, "title", json_get_text(m, "name", ""));
	failure = plugin_failure(l->c, json_get_text(m, "name", ""));
	if ((e = view_settings(l, m, &settings)) != ERR_OK)
		return (e);
	json_put_text(a, o, "state", state_of(l, m, failure));
	json_put_bool(a, o, "listed", is_listed(l, m));
	json_put(o, "depends", view_depends(l, m));
	json_put(o, "needed_by", view_needed(l, m));
	json_put(o, "columns", view_columns(l, m));
	json_put(o, "settings", settings);
	json_put(o, "failure", failure);
	return (ERR_OK);
}

/* A name of the site's list whose plugin isn't installed any more: all that is
 * left to do is to take it out of the list. */
static struct json *
view_missing(const struct looking *l, const char *name)
{
	static const char *const lists[] = { "needed_by", "columns",
		"settings" };
	struct json *o = brief(l->c->arena, name, NULL);
	size_t i;

	json_put_text(l->c->arena, o, "version", "");
	json_put_text(l->c->arena, o, "state", "missing");
	json_put_bool(l->c->arena, o, "listed", true);
	json_put(o, "depends", json_array(l->c->arena));
	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		json_put(o, lists[i], json_array(l->c->arena));
	return (o);
}

enum err
plugins_view(struct call *c, struct json **out)
{
	struct looking l = { .c = c, .manifests = plugins_there(c) };
	struct json *listed, *paths;
	enum err e;

	*out = json_array(c->arena);
	e = setting_read(c->site, c->arena, "plugins", &listed, c->fault);
	if (e == ERR_OK)
		e = db_all(c->site->db, c->arena, &paths, c->fault,
		    "SELECT path FROM \"column\"");
	if (e != ERR_OK)
		return (e);
	l.listed = listed;
	l.paths = paths;
	json_each(m, l.manifests) {
		e = view_one(&l, m, json_add(*out, json_object(c->arena)));
		if (e != ERR_OK)
			return (e);
	}
	json_each(n, listed)
		if (n->type == JSON_STRING &&
		    plugin_named(l.manifests, n->text) == NULL)
			json_add(*out, view_missing(&l, n->text));
	return (ERR_OK);
}

enum err
plugin_leaves(struct call *c, const char *path, const char *field)
{
	const struct plugin_source *from = cms_plugins(c->cms);
	const char *title = from == NULL || from->stands == NULL ? NULL :
	    from->stands(from->arg, c, path);

	if (title == NULL)
		return (ERR_OK);
	return (fault_set(c->fault, ERR_CONFLICT, "column.plugin", field,
	    "%s", title));
}

bool
plugin_used(struct site *site, const char *name)
{
	struct arena *a = arena_alloc();
	struct json *used = NULL;
	bool found = false;

	if (setting_read(site, a, "plugins", &used, NULL) == ERR_OK)
		json_each(n, used)
			found |= n->type == JSON_STRING &&
			    strcmp(n->text, name) == 0;
	arena_free(a);
	return (found);
}
