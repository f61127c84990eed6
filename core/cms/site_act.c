/* Acts on sites: see site.h. */
#include <string.h>

#include "cms/act.h"
#include "base/time.h"
#include "cms/audit.h"
#include "cms/banner.h"
#include "cms/permission.h"
#include "cms/plugin.h"
#include "cms/quarantine.h"
#include "cms/setting.h"
#include "cms/site.h"

static enum err
site_read(struct call *c, const struct json *in, struct json **out)
{
	enum err e = permission_check(c, "site.read", NULL);

	(void)in;
	return (e != ERR_OK ? e :
	    site_view(c->site, c->arena, out, c->fault));
}

/* What of the site's theme fails, and is shown without it; null: nothing. */
static enum err
theme_failure(struct call *c, struct json **out)
{
	struct json *theme = NULL, *failure;
	enum err e = setting_read(c->site, c->arena, "theme", &theme,
	    c->fault);

	*out = json_null(c->arena);
	if (e != ERR_OK || theme == NULL || theme->type != JSON_STRING)
		return (e);
	failure = plugin_failure(c, arena_printf(c->arena,
	    QUARANTINE_THEME "%.40s", theme->text));
	if (json_get_bool(failure, "failing", false))
		*out = failure;
	return (ERR_OK);
}

/* {} → {themes: [{name, title, blocks}] to choose from, failure} */
static enum err
theme_list_act(struct call *c, const struct json *in, struct json **out)
{
	const struct plugin_source *from = cms_plugins(c->cms);
	struct json *failure = NULL;
	enum err e = permission_check(c, "theme.list", NULL);

	(void)in;
	if (e == ERR_OK)
		e = theme_failure(c, &failure);
	if (e != ERR_OK)
		return (e);
	*out = json_object(c->arena);
	json_put(*out, "themes", from != NULL && from->themes != NULL ?
	    from->themes(from->arg, c->arena) : json_array(c->arena));
	json_put(*out, "failure", failure);
	return (ERR_OK);
}

/* The site's title; its name where it can't be read. */
static const char *
title_of(struct call *c, const char *name)
{
	struct json *title = NULL;
	struct site *site;

	if (cms_site(c->cms, name, &site, NULL) != ERR_OK ||
	    setting_read(site, c->arena, "title", &title, NULL) != ERR_OK ||
	    title == NULL || title->type != JSON_STRING ||
	    title->text[0] == '\0')
		return (name);
	return (title->text);
}

/* {} → {sites: [{id, name, title, host, created_at}]} */
static enum err
site_list(struct call *c, const struct json *in, struct json **out)
{
	struct json *rows, *list, *copy;
	enum err e;

	(void)in;
	e = permission_check(c, "site.list", NULL);
	if (e == ERR_OK)
		e = site_rows(c->cms, c->arena, &rows, c->fault);
	if (e != ERR_OK)
		return (e);
	*out = json_object(c->arena);
	list = json_put(*out, "sites", json_array(c->arena));
	json_each(row, rows) {
		copy = json_add(list, json_copy(c->arena, row));
		json_put_text(c->arena, copy, "title", title_of(c,
		    json_get_text(row, "name", "")));
	}
	return (ERR_OK);
}

/* {name, title, hosts, …settings} → {name} */
static enum err
site_create_act(struct call *c, const struct json *in, struct json **out)
{
	struct json *settings = json_object(c->arena);
	struct site *site;
	enum err e;

	json_each(v, in)
		if (setting_known(v->name))
			json_put(settings, v->name, json_copy(c->arena, v));
	e = site_create(c, json_get_text(in, "name", ""),
	    json_get(in, "hosts"), settings, &site);
	if (e != ERR_OK)
		return (e);
	*out = json_object(c->arena);
	json_put_text(c->arena, *out, "name", site->name);
	return (ERR_OK);
}

static enum err
settings_store(struct call *c, const struct json *in)
{
	struct buf names = { 0 };
	enum err e = ERR_OK;

	json_each(v, in) {
		if (e == ERR_OK && setting_known(v->name))
			e = setting_write(c->site, v->name, v, c->fault);
		buf_printf(&names, "%s%s", names.length > 0 ? ", " : "",
		    v->name);
	}
	c->site->live_changed = true;
	if (e == ERR_OK)
		e = audit_write(c, "site.update", arena_printf(c->arena,
		    "site %s", c->site->name), "done", buf_string(&names));
	buf_cleanup(&names);
	return (e);
}

/* What stands above the pages follows from all settings together. */
static enum err
banner_store(struct call *c)
{
	struct json *settings;
	enum err e = setting_all(c->site, c->arena, &settings, c->fault);

	if (e == ERR_OK)
		e = banner_check(settings, c->fault);
	return (e == ERR_OK ? banner_plan(c->site, settings, time_now(),
	    c->fault) : e);
}

/* Nobody takes away the host that brought them here: the next page would not
 * be found.  Asked before the hosts are written. */
static enum err
hosts_lose(struct call *c, const struct json *hosts, bool *lost)
{
	int64_t used = 0;
	enum err e;

	*lost = false;
	if (c->host == NULL)
		return (ERR_OK);
	json_each(h, hosts)
		if (h->type == JSON_STRING && strcmp(h->text, c->host) == 0)
			return (ERR_OK);
	e = db_value(cms_hub(c->cms), &used, c->fault,
	    "SELECT count(*) FROM site_host WHERE site = :site"
	    " AND host = :host", DB_INT(":site", c->site->id),
	    DB_TEXT(":host", c->host));
	*lost = used != 0;
	return (e);
}

static enum err
hosts_store(struct call *c, const struct json *hosts)
{
	struct db *hub = cms_hub(c->cms);
	bool lost = false;
	enum err e;

	if (hosts == NULL || hosts->type != JSON_ARRAY)
		return (ERR_OK);
	e = db_begin(hub, c->fault);
	if (e == ERR_OK)
		e = hosts_lose(c, hosts, &lost);
	if (e == ERR_OK)
		e = site_hosts_write(c->cms, c->site->id, hosts, c->fault);
	if (e == ERR_OK && lost)
		e = fault_set(c->fault, ERR_CONFLICT, "site.host_used",
		    "hosts", "%s", c->host);
	if (e == ERR_OK)
		e = db_commit(hub, c->fault);
	if (e == ERR_OK)
		cms_raise(c->cms);
	return (e);
}

/* {title?, hosts?, …}; null brings a setting's default back.  The hosts are
 * the hub's: they are committed last but one, when all else was accepted. */
static enum err
site_update(struct call *c, const struct json *in, struct json **out)
{
	enum err e;

	e = permission_check(c, "site.update", NULL);
	if (e == ERR_OK)
		e = site_begin(c->site, c->fault);
	if (e == ERR_OK)
		e = settings_store(c, in);
	if (e == ERR_OK)
		e = banner_store(c);
	if (e == ERR_OK)
		e = hosts_store(c, json_get(in, "hosts"));
	if (e == ERR_OK)
		e = site_commit(c->site, c->fault);
	return (e != ERR_OK ? e :
	    site_view(c->site, c->arena, out, c->fault));
}

#define SETTING_INPUTS \
	{ .name = "slogan", .kind = INPUT_LINE, .null = true }, \
	{ .name = "description", .kind = INPUT_TEXT, .null = true }, \
	{ .name = "keywords", .kind = INPUT_LINE, .null = true }, \
	{ .name = "sponsor", .kind = INPUT_LINE, .null = true }, \
	{ .name = "organizer", .kind = INPUT_LINE, .null = true }, \
	{ .name = "contact", .kind = INPUT_LINE, .null = true }, \
	{ .name = "phone", .kind = INPUT_LINE, .null = true }, \
	{ .name = "mail", .kind = INPUT_LINE, .null = true }, \
	{ .name = "address", .kind = INPUT_LINE, .null = true }, \
	{ .name = "site_code", .kind = INPUT_LINE, .null = true }, \
	{ .name = "icp", .kind = INPUT_LINE, .null = true }, \
	{ .name = "police", .kind = INPUT_LINE, .null = true }, \
	{ .name = "copyright", .kind = INPUT_LINE, .null = true }, \
	{ .name = "logo", .kind = INPUT_LINE, .null = true }, \
	{ .name = "profile", .kind = INPUT_LINE, .null = true }, \
	{ .name = "theme", .kind = INPUT_LINE, .null = true }, \
	{ .name = "lang", .kind = INPUT_LINE, .null = true }, \
	{ .name = "search", .kind = INPUT_BOOL, .null = true }, \
	{ .name = "synonyms", .kind = INPUT_TEXT, .null = true }, \
	{ .name = "notice_text", .kind = INPUT_LINE, .null = true }, \
	{ .name = "notice_link", .kind = INPUT_LINE, .null = true }, \
	{ .name = "notice_from", .kind = INPUT_LINE, .null = true }, \
	{ .name = "notice_until", .kind = INPUT_LINE, .null = true }, \
	{ .name = "mourning_text", .kind = INPUT_LINE, .null = true }, \
	{ .name = "mourning_from", .kind = INPUT_LINE, .null = true }, \
	{ .name = "mourning_until", .kind = INPUT_LINE, .null = true }, \
	{ .name = "home", .kind = INPUT_ARRAY, .null = true }, \
	{ .name = "links", .kind = INPUT_ARRAY, .null = true }, \
	{ .name = "plugins", .kind = INPUT_LIST, .null = true }, \
	{ .name = "workflow_steps_min", .kind = INPUT_INT, .null = true }, \
	{ .name = "receive_hour", .kind = INPUT_INT, .null = true }, \
	{ .name = "receive_words_hour", .kind = INPUT_INT, .null = true }, \
	{ .name = "letters_days", .kind = INPUT_INT, .null = true }

static const struct input create_inputs[] = {
	{ .name = "name", .kind = INPUT_LINE, .required = true,
	    .max = SITE_NAME_MAX },
	{ .name = "hosts", .kind = INPUT_LIST, .required = true,
	    .max = SITE_HOSTS_MAX },
	{ .name = "title", .kind = INPUT_LINE, .required = true },
	SETTING_INPUTS,
	{ 0 }
};
static const struct input update_inputs[] = {
	{ .name = "hosts", .kind = INPUT_LIST, .max = SITE_HOSTS_MAX },
	{ .name = "title", .kind = INPUT_LINE },
	SETTING_INPUTS,
	{ 0 }
};

const struct act site_acts[] = {
	{ "site.list", site_list, false, false, NULL },
	{ "site.read", site_read, true, false, NULL },
	{ "site.create", site_create_act, false, true, create_inputs },
	{ "theme.list", theme_list_act, false, false, NULL },
	{ "site.update", site_update, true, true, update_inputs },
	{ 0 }
};
