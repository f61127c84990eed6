/*
 * What the keeper of a site does with plugins: see plugin.h.  Enabling one
 * enables what it depends on, first; one that others depend on stays.
 */
#include <string.h>

#include "cms/act.h"
#include "cms/audit.h"
#include "cms/permission.h"
#include "cms/plugin.h"
#include "cms/quarantine.h"
#include "cms/setting.h"

#define DEPTH_MAX 8	/* of plugins that depend on others */

static enum err
plugin_list(struct call *c, const struct json *in, struct json **out)
{
	struct json *all;
	enum err e;

	(void)in;
	if ((e = permission_check(c, "plugin.list", NULL)) != ERR_OK ||
	    (e = plugins_view(c, &all)) != ERR_OK)
		return (e);
	*out = json_object(c->arena);
	json_put(*out, "plugins", all);
	return (ERR_OK);
}

/* The plugin that `in` names, once the actor may do the act. */
static enum err
plugin_for(struct call *c, const char *act, const struct json *in,
    struct json **all, const struct json **one)
{
	const char *name = json_get_text(in, "name", "");
	enum err e;

	if ((e = permission_check(c, act, NULL)) != ERR_OK ||
	    (e = plugins_view(c, all)) != ERR_OK)
		return (e);
	if ((*one = plugin_named(*all, name)) == NULL)
		return (fault_set(c->fault, ERR_NOT_FOUND, "plugin.unknown",
		    "name", "%s", name));
	return (ERR_OK);
}

static enum err
plugin_audit(struct call *c, const char *act, const char *name,
    const char *detail)
{
	return (audit_write(c, act, arena_printf(c->arena, "plugin %s", name),
	    "done", detail));
}

static bool
names_have(const struct json *names, const char *name)
{
	json_each(n, names)
		if (strcmp(n->text, name) == 0)
			return (true);
	return (false);
}

/* Adds to `order` what has to be enabled for `one`, and it itself last. */
static enum err
enable_order(struct call *c, const struct json *all, const struct json *one,
    struct json *order, int depth)
{
	const char *name = json_get_text(one, "name", "");
	const struct json *other;
	enum err e;

	if (strcmp(json_get_text(one, "state", ""), "broken") == 0)
		return (fault_set(c->fault, ERR_CONFLICT, "plugin.broken",
		    "name", "%s: %s", name, json_get_text(one, "problem",
		    "")));
	if (strcmp(json_get_text(one, "state", ""), "missing") == 0)
		return (fault_set(c->fault, ERR_CONFLICT, "plugin.gone",
		    "name", "%s", name));
	if (depth > DEPTH_MAX)
		return (fault_set(c->fault, ERR_CONFLICT, "plugin.cycle",
		    "name", "%s", name));
	json_each(d, json_get(one, "depends")) {
		const char *wanted = json_get_text(d, "name", "");

		if ((other = plugin_named(all, wanted)) == NULL)
			return (fault_set(c->fault, ERR_CONFLICT,
			    "plugin.missing", "name", "%s", wanted));
		e = enable_order(c, all, other, order, depth + 1);
		if (e != ERR_OK)
			return (e);
	}
	if (!json_get_bool(one, "listed", false) && !names_have(order, name))
		json_add(order, json_string(c->arena, name));
	return (ERR_OK);
}

static enum err
enable_prepare(struct call *c, const struct json *order)
{
	const struct plugin_source *from = cms_plugins(c->cms);
	enum err e;

	if (from == NULL || from->prepare == NULL)
		return (ERR_OK);
	json_each(name, order)
		if ((e = from->prepare(from->arg, c, name->text)) != ERR_OK)
			return (e);
	return (ERR_OK);
}

static const struct json *
offer_of(const struct json *offers, const char *path)
{
	json_each(offer, offers)
		if (strcmp(json_get_text(offer, "path", ""), path) == 0)
			return (offer);
	return (NULL);
}

static enum err
enable_column(struct call *c, const struct json *offer)
{
	struct json *in = json_object(c->arena), *out;

	json_each(member, offer)
		if (strcmp(member->name, "there") != 0)
			json_put(in, member->name, json_copy(c->arena,
			    member));
	return (act_call(c, "column.create", in, &out));
}

/* Makes the offered columns that were chosen, or all; those that are there
 * stay. */
static enum err
enable_columns(struct call *c, const struct json *one,
    const struct json *chosen, bool all)
{
	const struct json *offers = json_get(one, "columns");
	enum err e;

	json_each(path, chosen)
		if (offer_of(offers, path->text) == NULL)
			return (fault_set(c->fault, ERR_INPUT,
			    "plugin.column", "columns", "%s", path->text));
	json_each(offer, offers)
		if ((all || names_have(chosen, json_get_text(offer, "path",
		    ""))) && !json_get_bool(offer, "there", false) &&
		    (e = enable_column(c, offer)) != ERR_OK)
			return (e);
	return (ERR_OK);
}

/* The site's list with `add` at its end and without `remove`. */
static enum err
list_store(struct call *c, const struct json *add, const char *remove)
{
	struct json *now, *list = json_array(c->arena);
	enum err e;

	e = setting_read(c->site, c->arena, "plugins", &now, c->fault);
	if (e != ERR_OK)
		return (e);
	json_each(n, now)
		if (n->type == JSON_STRING && (remove == NULL ||
		    strcmp(n->text, remove) != 0))
			json_add(list, json_string(c->arena, n->text));
	json_each(n, add)
		json_add(list, json_string(c->arena, n->text));
	c->site->live_changed = true;
	return (setting_write(c->site, "plugins", list, c->fault));
}

static enum err
enable_store(struct call *c, const struct json *one, const struct json *in,
    const struct json *order)
{
	enum err e;

	if ((e = site_begin(c->site, c->fault)) != ERR_OK)
		return (e);
	e = list_store(c, order, NULL);
	json_each(name, order)
		if (e == ERR_OK)
			e = plugin_audit(c, "plugin.enable", name->text, NULL);
	if (e == ERR_OK)
		e = site_commit(c->site, c->fault);
	else
		site_rollback(c->site);
	/* Columns are of its types, which are there from now on. */
	return (e != ERR_OK ? e :
	    enable_columns(c, one, json_get(in, "columns"),
	    json_get_bool(in, "all_columns", false)));
}

/* {name, columns?: paths of those that it offers, all_columns?: all of them}
 * → {enabled: names} */
static enum err
plugin_enable(struct call *c, const struct json *in, struct json **out)
{
	struct json *all, *order = json_array(c->arena);
	const struct json *one;
	enum err e;

	if ((e = plugin_for(c, "plugin.enable", in, &all, &one)) != ERR_OK ||
	    (e = enable_order(c, all, one, order, 0)) != ERR_OK ||
	    (e = enable_prepare(c, order)) != ERR_OK ||
	    (e = site_bulk_begin(c->site, c->fault)) != ERR_OK)
		return (e);
	e = enable_store(c, one, in, order);
	if (e == ERR_OK) {
		c->site->live_changed = true;
		e = site_bulk_commit(c->site, c->fault);
	}
	if (e != ERR_OK) {
		site_bulk_rollback(c->site);
		return (e);
	}
	*out = json_object(c->arena);
	json_put(*out, "enabled", order);
	return (ERR_OK);
}

/* {name}: what it stored stays. */
static enum err
plugin_disable(struct call *c, const struct json *in, struct json **out)
{
	const char *name = json_get_text(in, "name", "");
	const struct json *one, *first;
	struct json *all;
	enum err e;

	(void)out;
	if ((e = plugin_for(c, "plugin.disable", in, &all, &one)) != ERR_OK)
		return (e);
	if (json_get_bool(one, "always", false))
		return (fault_set(c->fault, ERR_CONFLICT, "plugin.always",
		    "name", "%s", name));
	first = json_get(one, "needed_by");
	if (first != NULL && first->first != NULL)
		return (fault_set(c->fault, ERR_CONFLICT, "plugin.needed",
		    "name", "%s", json_get_text(first->first, "title", "")));
	if ((e = site_begin(c->site, c->fault)) != ERR_OK)
		return (e);
	e = list_store(c, NULL, name);
	if (e == ERR_OK)
		e = plugin_audit(c, "plugin.disable", name, NULL);
	return (e == ERR_OK ? site_commit(c->site, c->fault) : e);
}

/* {name, settings}: null brings a setting's default back. */
static enum err
plugin_configure(struct call *c, const struct json *in, struct json **out)
{
	const char *name = json_get_text(in, "name", "");
	struct buf names = { 0 };
	const struct json *one;
	struct json *all, *v;
	enum err e;

	(void)out;
	if ((e = plugin_for(c, "plugin.configure", in, &all, &one)) !=
	    ERR_OK || (e = plugin_settings_check(c, one,
	    json_get(in, "settings"), &v)) != ERR_OK ||
	    (e = site_begin(c->site, c->fault)) != ERR_OK)
		return (e);
	e = setting_write(c->site, arena_printf(c->arena, "plugin.%s", name),
	    v, c->fault);
	json_each(s, json_get(in, "settings"))
		buf_printf(&names, "%s%s", names.length > 0 ? ", " : "",
		    s->name);
	if (e == ERR_OK)
		e = plugin_audit(c, "plugin.configure", name,
		    buf_string(&names));
	buf_cleanup(&names);
	c->site->live_changed = true;
	return (e == ERR_OK ? site_commit(c->site, c->fault) : e);
}

/* {name}: back in use after failures, in all lanes. */
static enum err
plugin_release(struct call *c, const struct json *in, struct json **out)
{
	const char *name = json_get_text(in, "name", "");
	const struct json *one, *failure;
	struct json *all;
	enum err e;

	(void)out;
	if ((e = plugin_for(c, "plugin.release", in, &all, &one)) != ERR_OK)
		return (e);
	failure = json_get(one, "failure");
	if ((e = site_begin(c->site, c->fault)) != ERR_OK)
		return (e);
	e = plugin_audit(c, "plugin.release", name,
	    json_get_text(failure, "detail", NULL));
	c->site->live_changed = true;
	if (e != ERR_OK)
		return (e);
	quarantine_release(cms_quarantine(c->cms), c->site->id, name);
	return (site_commit(c->site, c->fault));
}

#define NAME { .name = "name", .kind = INPUT_LINE, .required = true, \
	.max = 40 }

static const struct input none[] = { { 0 } };
static const struct input name_only[] = { NAME, { 0 } };
static const struct input enable_inputs[] = {
	NAME,
	{ .name = "columns", .kind = INPUT_LIST },
	{ .name = "all_columns", .kind = INPUT_BOOL },
	{ 0 }
};
static const struct input configure_inputs[] = {
	NAME,
	{ .name = "settings", .kind = INPUT_OBJECT, .required = true },
	{ 0 }
};

const struct act plugin_acts[] = {
	{ "plugin.list", plugin_list, true, false, none },
	{ "plugin.enable", plugin_enable, true, true, enable_inputs },
	{ "plugin.disable", plugin_disable, true, true, name_only },
	{ "plugin.configure", plugin_configure, true, true,
	    configure_inputs },
	{ "plugin.release", plugin_release, true, true, name_only },
	{ 0 }
};
