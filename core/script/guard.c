/* See guard.h. */
#include "script/guard.h"

#include <string.h>

#include "base/log.h"
#include "cms/plugin.h"
#include "script/world.h"

static const char *const asking[] = { "entry.validate", "entry.submit",
    "submission.check" };
#define ASKING (sizeof(asking) / sizeof(asking[0]))

bool
guard_asks(const char *event)
{
	size_t i;

	for (i = 0; i < ASKING; i++)
		if (strcmp(asking[i], event) == 0)
			return (true);
	return (false);
}

const char *
guard_unknown(const struct json *guards)
{
	json_each(name, guards)
		if (!guard_asks(name->text))
			return (name->text);
	return (NULL);
}

static bool
guard_declares(const struct plugin *p, const char *event)
{
	json_each(name, json_get(p->manifest, "guards"))
		if (strcmp(name->text, event) == 0)
			return (true);
	return (false);
}

enum err
guard_declared(const struct plugin *p, struct fault *f)
{
	bool declares, hooks;
	size_t i;

	for (i = 0; i < ASKING; i++) {
		declares = guard_declares(p, asking[i]);
		hooks = plugin_hooks(p, asking[i]);
		if (declares == hooks)
			continue;
		return (fault_set(f, ERR_INPUT, "plugin.manifest", "guards",
		    hooks ? "plugins/%s/plugin.lua: 'guards' has to name %s, "
		    "which init.lua hooks: guards = { \"%s\" }" :
		    "plugins/%s/plugin.lua: 'guards' names %s, which init.lua "
		    "has to hook: plugin:hook(\"%s\", function(event) … end)",
		    p->name, asking[i], asking[i]));
	}
	return (ERR_OK);
}

static void
guard_note_event(struct plugin *p, struct site *site, const char *event)
{
	bool asked = guard_declares(p, event);
	struct fault f = { .err = ERR_OK };
	int64_t known = 0;
	enum err e;

	e = db_value(site->db, &known, &f, "SELECT count(*) FROM plugin_guard"
	    " WHERE event = :event AND plugin = :plugin",
	    DB_TEXT(":event", event), DB_TEXT(":plugin", p->name));
	if (e == ERR_OK && asked && known == 0)
		e = db_run(site->db, &f, "INSERT OR IGNORE INTO plugin_guard"
		    " (event, plugin) VALUES (:event, :plugin)",
		    DB_TEXT(":event", event), DB_TEXT(":plugin", p->name));
	else if (e == ERR_OK && !asked && known != 0 && p->state != NULL)
		e = db_run(site->db, &f, "DELETE FROM plugin_guard"
		    " WHERE event = :event AND plugin = :plugin",
		    DB_TEXT(":event", event), DB_TEXT(":plugin", p->name));
	if (e != ERR_OK)
		log_error("plugin %s, site %s: %s %s", p->name, site->name,
		    f.name, f.detail);
}

void
guard_note(struct plugin *p, struct site *site)
{
	size_t i;

	if (cms_mode(site->cms) != DB_WRITE || db_in_transaction(site->db))
		return;
	for (i = 0; i < ASKING; i++)
		guard_note_event(p, site, asking[i]);
}

enum err
guard_check(struct script *s, struct call *c, const char *event)
{
	struct json *rows = NULL;
	struct plugin *p;
	const char *name;
	enum err e;

	e = db_all(c->site->db, c->arena, &rows, c->fault, "SELECT plugin"
	    " FROM plugin_guard WHERE event = :event", DB_TEXT(":event",
	    event));
	if (e != ERR_OK)
		return (e);
	json_each(row, rows) {
		name = json_get_text(row, "plugin", "");
		if (!plugin_used(c->site, name))
			continue;
		p = plugin_find(s, name, NULL);
		if (p == NULL || !plugin_enabled(s, c->site, name))
			return (guard_missed(s, c, event, name));
		if (!guard_declares(p, event))
			guard_note(p, c->site);
	}
	return (ERR_OK);
}

enum err
guard_missed(struct script *s, struct call *c, const char *event,
    const char *plugin)
{
	const struct plugin *p = plugin_known(s, plugin, NULL);
	const char *title = p == NULL ? plugin :
	    json_get_text(p->manifest, "title", plugin);

	log_error("site %s: %s refused: plugin %s is out of order",
	    c->site->name, event, plugin);
	if (strcmp(event, "submission.check") == 0)
		return (fault_set(c->fault, ERR_BUSY, "receipt.unguarded",
		    NULL, NULL));
	return (fault_set(c->fault, ERR_BUSY, "entry.unguarded", NULL, "%s",
	    title));
}
