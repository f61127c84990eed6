/*
 * The one table of who may do what: a row names an act and, for each role,
 * where the role allows it.  Acts that no row names are refused to everybody.
 */
#include "cms/permission_inside.h"

#include <stdio.h>
#include <string.h>

/* The columns: contributor, editor, reviewer, column keeper, site keeper,
 * system, security and audit administrator. */
static const struct rule rules[] = {
{ "entry.create",    SYSTEM,   { COLUMN, COLUMN, 0, COLUMN, COLUMN } },
{ "entry.edit",      NOBODY,   { OWN, COLUMN, 0, COLUMN, COLUMN } },
{ "entry.save",      NOBODY,   { OWN, COLUMN, 0, COLUMN, COLUMN } },
{ "entry.autosave",  NOBODY,   { OWN, COLUMN, 0, COLUMN, COLUMN } },
{ "entry.restore",   NOBODY,   { OWN, COLUMN, 0, COLUMN, COLUMN } },
{ "entry.submit",    SYSTEM,   { OWN, COLUMN, 0, COLUMN, COLUMN } },
{ "entry.trash",     NOBODY,   { OWN, COLUMN, 0, COLUMN, COLUMN } },
{ "entry.untrash",   NOBODY,   { OWN, COLUMN, 0, COLUMN, COLUMN } },
{ "entry.approve",   NOBODY,   { 0, 0, STEP } },
{ "entry.return",    NOBODY,   { 0, 0, STEP } },
{ "entry.schedule",  NOBODY,   { 0, 0, LAST, COLUMN, COLUMN } },
{ "entry.withdraw",  NOBODY,   { 0, 0, LAST, COLUMN, COLUMN } },
{ "entry.purge",     NOBODY,   { 0, 0, 0, COLUMN, COLUMN } },
{ "entry.publish",   SYSTEM,   { 0 } },
{ "entry.read",      SYSTEM,   { OWN, COLUMN, READS, COLUMN, COLUMN } },
{ "entry.revisions", NOBODY,   { OWN, COLUMN, READS, COLUMN, COLUMN } },
{ "entry.revision",  NOBODY,   { OWN, COLUMN, READS, COLUMN, COLUMN } },
{ "entry.diff",      NOBODY,   { OWN, COLUMN, READS, COLUMN, COLUMN } },
{ "entry.history",   NOBODY,   { OWN, COLUMN, READS, COLUMN, COLUMN } },
{ "entry.list",      SYSTEM,   { ANY, ANY, ANY, ANY, ANY } },
{ "entry.queue",     NOBODY,   { 0, 0, ANY } },
{ "entry.overdue",   NOBODY,   { 0, 0, STEP, COLUMN, COLUMN } },
{ "receipt.list",    SYSTEM,   { 0, ANY, 0, ANY, ANY } },
{ "receipt.read",    SYSTEM,   { 0, COLUMN, 0, COLUMN, COLUMN } },
{ "receipt.update",  NOBODY,   { 0, COLUMN, 0, COLUMN, COLUMN } },
{ "receipt.decide",  NOBODY,   { 0, 0, 0, COLUMN, COLUMN } },
{ "receipt.erase",   NOBODY,   { 0, 0, 0, COLUMN, COLUMN } },
{ "media.upload",    NOBODY,   { ANY, ANY, 0, ANY, ANY } },
{ "media.list",      NOBODY,   { ANY, ANY, ANY, ANY, ANY } },
{ "media.read",      NOBODY,   { ANY, ANY, ANY, ANY, ANY } },
{ "media.text",      NOBODY,   { ANY, ANY, ANY, ANY, ANY } },
{ "media.delete",    NOBODY,   { 0, 0, 0, 0, COLUMN } },
{ "column.fresh",    NOBODY,   { ANY, ANY, ANY, ANY, ANY, HUB, HUB } },
{ "column.list",     SYSTEM,   { ANY, ANY, ANY, ANY, ANY, HUB, HUB } },
{ "column.read",     SYSTEM,   { ANY, ANY, ANY, ANY, ANY } },
{ "column.update",   NOBODY,   { 0, 0, 0, COLUMN, COLUMN } },
{ "column.create",   SYSTEM,   { 0, 0, 0, 0, COLUMN } },
{ "column.move",     NOBODY,   { 0, 0, 0, 0, COLUMN } },
{ "column.delete",   NOBODY,   { 0, 0, 0, 0, COLUMN } },
{ "workflow.read",   SYSTEM,   { ANY, ANY, ANY, ANY, ANY } },
{ "workflow.define", SYSTEM,   { 0, 0, 0, COLUMN, COLUMN } },
{ "type.list",       SYSTEM,   { ANY, ANY, ANY, ANY, ANY } },
{ "plugin.list",     SYSTEM,   { 0, 0, 0, 0, COLUMN } },
{ "plugin.enable",   SYSTEM,   { 0, 0, 0, 0, COLUMN } },
{ "plugin.disable",  SYSTEM,   { 0, 0, 0, 0, COLUMN } },
{ "plugin.configure", SYSTEM,  { 0, 0, 0, 0, COLUMN } },
{ "plugin.release",  SYSTEM,   { 0, 0, 0, 0, COLUMN } },
{ "site.read",       SYSTEM,   { ANY, ANY, ANY, ANY, ANY, HUB, HUB, HUB } },
{ "site.update",     SYSTEM,   { 0, 0, 0, 0, COLUMN, HUB } },
{ "theme.list",      SYSTEM,   { 0, 0, 0, 0, COLUMN, HUB } },
{ "site.list",       SYSTEM,   { 0, 0, 0, 0, 0, HUB, HUB, HUB } },
{ "site.create",     SYSTEM,   { 0, 0, 0, 0, 0, HUB } },
{ "site.remove",     SYSTEM,   { 0 } },
{ "unit.list",       SYSTEM,   { ANY, ANY, ANY, ANY, ANY, HUB, HUB, HUB } },
{ "unit.create",     SYSTEM,   { 0, 0, 0, 0, 0, HUB } },
{ "unit.update",     NOBODY,   { 0, 0, 0, 0, 0, HUB } },
{ "user.list",       SYSTEM,   { 0, 0, 0, 0, 0, HUB, HUB } },
{ "user.create",     SYSTEM,   { 0, 0, 0, 0, 0, HUB } },
{ "user.update",     NOBODY,   { 0, 0, 0, 0, 0, HUB } },
{ "user.disable",    SYSTEM,   { 0, 0, 0, 0, 0, HUB } },
{ "user.enable",     SYSTEM,   { 0, 0, 0, 0, 0, HUB } },
{ "user.reset",      SYSTEM,   { 0 } },
{ "reset.ask",       NOBODY,   { 0, 0, 0, 0, 0, HUB } },
{ "reset.give",      NOBODY,   { 0, 0, 0, 0, 0, 0, HUB } },
{ "reset.drop",      NOBODY,   { 0, 0, 0, 0, 0, HUB, HUB } },
{ "reset.own",       EVERYONE, { 0 } },
{ "user.unlock",     SYSTEM,   { 0, 0, 0, 0, 0, 0, HUB } },
{ "user.password",   EVERYONE, { 0 } },
{ "grant.list",      SYSTEM,   { 0, 0, 0, 0, 0, HUB, HUB, HUB } },
{ "grant.add",       SYSTEM,   { 0, 0, 0, 0, 0, 0, HUB } },
{ "grant.remove",    NOBODY,   { 0, 0, 0, 0, 0, 0, HUB } },
{ "session.list",    EVERYONE, { 0 } },
{ "session.end",     EVERYONE, { 0 } },
{ "session.others",  NOBODY,   { 0, 0, 0, 0, 0, 0, HUB } },
{ "policy.read",     SYSTEM,   { 0, 0, 0, 0, 0, HUB, HUB, HUB } },
{ "policy.update",   SYSTEM,   { 0, 0, 0, 0, 0, 0, HUB } },
{ "audit.list",      NOBODY,   { 0, 0, 0, 0, 0, 0, 0, HUB } },
};

/* What a user whose password ran out may still do. */
static const char *const while_expired[] = {
	"user.password", "reset.own", "session.list", "session.end"
};

const char *const role_names[ROLE_COUNT] = {
	[ROLE_CONTRIBUTOR] = "contributor",
	[ROLE_EDITOR] = "editor",
	[ROLE_REVIEWER] = "reviewer",
	[ROLE_COLUMN_KEEPER] = "column_keeper",
	[ROLE_SITE_KEEPER] = "site_keeper",
	[ROLE_SYSTEM_ADMIN] = "system_admin",
	[ROLE_SECURITY_ADMIN] = "security_admin",
	[ROLE_AUDIT_ADMIN] = "audit_admin",
};

const char *
role_name(enum role r)
{
	return ((unsigned)r < ROLE_COUNT ? role_names[r] : "");
}

bool
role_parse(const char *text, enum role *r, int *step)
{
	size_t i, length = strlen(role_names[ROLE_REVIEWER]);

	*step = 0;
	if (strncmp(text, role_names[ROLE_REVIEWER], length) == 0) {
		*r = ROLE_REVIEWER;
		if (text[length] < '1' || text[length] > '9' ||
		    text[length + 1] != '\0')
			return (false);
		*step = text[length] - '0';
		return (true);
	}
	for (i = 0; i < ROLE_COUNT; i++)
		if (strcmp(text, role_names[i]) == 0) {
			*r = (enum role)i;
			return (true);
		}
	return (false);
}

const struct rule *
rule_find(const char *act)
{
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (strcmp(rules[i].act, act) == 0)
			return (&rules[i]);
	return (NULL);
}

bool
expired_may(const char *act)
{
	size_t i;

	for (i = 0; i < sizeof(while_expired) / sizeof(while_expired[0]); i++)
		if (strcmp(while_expired[i], act) == 0)
			return (true);
	return (false);
}

/* What a scope adds to "editor" in the name of who may. */
static const char *const scope_names[] = {
	[NONE] = "", [ANY] = "", [OWN] = ".own", [COLUMN] = ".column",
	[READS] = ".read", [STEP] = ".step", [LAST] = ".last", [HUB] = ""
};

void
rule_told(const struct rule *rule, const char *act, char *out, size_t size)
{
	size_t n = (size_t)snprintf(out, size, "%s", act);
	int r;

	for (r = 0; rule != NULL && r < ROLE_COUNT && n < size; r++)
		if (rule->scope[r] != NONE)
			n += (size_t)snprintf(out + n, size - n, " %s%s",
			    role_names[r], scope_names[rule->scope[r]]);
}
