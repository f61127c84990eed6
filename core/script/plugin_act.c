/*
 * Which acts a plugin may ask for.  The core checks what the user may do; this
 * is about the plugin, which acts in the user's name:
 *
 * - A hook and a page (GET) only read.  Else a plugin could have whoever opens
 *   the desk approve or grant something without knowing.
 * - Accounts, rights, reviews and the site itself are for plugins that may
 *   handle sessions (the desk), which their manifest says.
 * - Where no person asks (jobs, commands), the rights of the system are not
 *   the plugin's: it may look around, and make drafts and submit those.
 */
#include <string.h>

#include "cms/act.h"
#include "cms/entry.h"
#include "cms/permission.h"
#include "script/plugin.h"

/* Names, and beginnings that end in a dot. */
static const char *const staff_only[] = { "entry.approve", "user.", "grant.",
    "reset.", "session.", "policy.", "plugin.", "site.update", "site.create",
    "unit.create", "unit.update", "workflow.define" };

static const char *const without_person[] = { "entry.create", "entry.submit",
    "receipt.list", "receipt.totals", "column.list", "column.read",
    "type.list", "unit.list", "workflow.read", "site.read", "live." };

static bool
among(const char *act, const char *const *names, size_t count)
{
	size_t i, n;

	for (i = 0; i < count; i++) {
		n = strlen(names[i]);
		if (strncmp(act, names[i], n) == 0 &&
		    (names[i][n - 1] == '.' || act[n] == '\0'))
			return (true);
	}
	return (false);
}

#define AMONG(act, names) \
	among((act), (names), sizeof(names) / sizeof((names)[0]))

/* Nobody's: made by a job, or for a visitor.  What a person writes, that
 * person submits. */
static bool
is_nobodys(struct call *c, const struct json *in)
{
	int64_t people = 1;

	return (db_value(c->site->db, &people, NULL, "SELECT EXISTS (SELECT 1"
	    " FROM revision WHERE entry = :id AND user <> 0)",
	    DB_INT(":id", json_get_int(in, "id", 0))) == ERR_OK &&
	    people == 0);
}

static bool
act_may(const struct plugin *p, const struct act *act, const struct json *in)
{
	bool reads = p->kind == PLUGIN_EVENT || p->kind == PLUGIN_READ;

	if (act->changes && reads)
		return (false);
	if (p->call->actor == NULL || !p->call->actor->system)
		return (plugin_may(p, "session") ||
		    !AMONG(act->name, staff_only));
	return (AMONG(act->name, without_person) &&
	    (strcmp(act->name, "entry.submit") != 0 ||
	    p->call->site == NULL || is_nobodys(p->call, in)));
}

enum err
plugin_act_check(const struct plugin *p, const struct act *act,
    const struct json *in, struct fault *f)
{
	if (act_may(p, act, in))
		return (ERR_OK);
	return (fault_set(f, ERR_FORBIDDEN, "plugin.act", NULL, "%s: %s",
	    p->name, act->name));
}
