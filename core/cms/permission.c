/*
 * Who may do what: see permission.h.  A row names an act and, for each role,
 * where the role allows it.  Acts that no row names are refused to everybody.
 */
#include "cms/permission.h"

#include <stdio.h>
#include <string.h>

#define COLUMN_DEPTH_MAX 32
#define UNIT_PATH_MAX 512

enum scope {
	NONE,	/* written 0 */
	ANY,	/* with the role anywhere on the site */
	OWN,	/* what the user created, in columns of the role */
	COLUMN,	/* in columns of the role and their children */
	READS,	/* there, what is in review; the last step's also the rest */
	STEP,	/* there, what waits at the reviewer's own step */
	LAST,	/* there, where the reviewer's step is the last one */
	HUB	/* a role of the whole house */
};

/* Who else may, without a role. */
enum besides {
	NOBODY,
	EVERYONE,	/* whoever is signed in */
	SYSTEM		/* the clerk, and commands given on the server */
};

struct rule {
	const char	*act;
	enum besides	besides;
	unsigned char	scope[ROLE_COUNT];
};

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
{ "unit.list",       SYSTEM,   { ANY, ANY, ANY, ANY, ANY, HUB, HUB, HUB } },
{ "unit.create",     SYSTEM,   { 0, 0, 0, 0, 0, HUB } },
{ "unit.update",     NOBODY,   { 0, 0, 0, 0, 0, HUB } },
{ "user.list",       SYSTEM,   { 0, 0, 0, 0, 0, HUB, HUB } },
{ "user.create",     SYSTEM,   { 0, 0, 0, 0, 0, HUB } },
{ "user.update",     NOBODY,   { 0, 0, 0, 0, 0, HUB } },
{ "user.disable",    NOBODY,   { 0, 0, 0, 0, 0, HUB } },
{ "user.enable",     NOBODY,   { 0, 0, 0, 0, 0, HUB } },
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

static const char *const role_names[ROLE_COUNT] = {
	[ROLE_CONTRIBUTOR] = "contributor",
	[ROLE_EDITOR] = "editor",
	[ROLE_REVIEWER] = "reviewer",
	[ROLE_COLUMN_KEEPER] = "column_keeper",
	[ROLE_SITE_KEEPER] = "site_keeper",
	[ROLE_SYSTEM_ADMIN] = "system_admin",
	[ROLE_SECURITY_ADMIN] = "security_admin",
	[ROLE_AUDIT_ADMIN] = "audit_admin",
};

/* The target's column and those above it, read when first asked for. */
struct place {
	bool	read, failed;
	int64_t	column[COLUMN_DEPTH_MAX];
	size_t	columns;
	char	unit_path[UNIT_PATH_MAX];	/* "" where no unit is set */
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

static const struct rule *
rule_find(const char *act)
{
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (strcmp(rules[i].act, act) == 0)
			return (&rules[i]);
	return (NULL);
}

/* The row of an act or, made in *made, of a plugin's permission. */
static const struct rule *
rule_for(struct call *c, const char *act, struct rule *made)
{
	const struct rule *rule = rule_find(act);
	bool roles[ROLE_COUNT];
	int r;

	if (rule != NULL || !permission_added(c, act, roles))
		return (rule);
	*made = (struct rule){ .act = act };
	for (r = 0; r < ROLE_COUNT; r++)
		made->scope[r] = roles[r] ? ANY : NONE;
	return (made);
}

/* A column without a unit has its parent's. */
static enum err
place_columns(struct place *p, const struct site *site, int64_t column,
    int64_t *unit)
{
	db_stmt *st;
	enum err e;

	e = db_first(site->db, &st, NULL,
	    "WITH RECURSIVE up(id, parent, unit, depth) AS ("
	    " SELECT id, parent, unit, 0 FROM \"column\" WHERE id = :id"
	    " UNION ALL SELECT c.id, c.parent, c.unit, depth + 1"
	    " FROM \"column\" c JOIN up ON c.id = up.parent"
	    " WHERE depth < :depth)"
	    " SELECT id, coalesce(unit, 0) FROM up ORDER BY depth",
	    DB_INT(":id", column), DB_INT(":depth", COLUMN_DEPTH_MAX - 1));
	for (; e == ERR_OK && st != NULL; e = db_next(site->db, &st, NULL)) {
		p->column[p->columns++] = db_column_int(st, 0);
		if (*unit == 0)
			*unit = db_column_int(st, 1);
		if (p->columns == COLUMN_DEPTH_MAX)
			break;
	}
	db_done(&st);
	return (e);
}

static void
place_read(struct place *p, const struct site *site, int64_t column)
{
	int64_t unit = 0;
	db_stmt *st = NULL;
	enum err e;

	p->read = true;
	e = place_columns(p, site, column, &unit);
	if (e == ERR_OK && unit != 0)
		e = db_first(cms_hub(site->cms), &st, NULL,
		    "SELECT path FROM unit WHERE id = :id", DB_INT(":id", unit));
	if (e == ERR_OK && st != NULL)
		snprintf(p->unit_path, sizeof(p->unit_path), "%s",
		    db_column_text(st, 0));
	db_done(&st);
	p->failed = e != ERR_OK;
}

/* Does the grant reach the target's site and column? */
static bool
grant_reaches(const struct grant *g, const struct target *t, struct place *p)
{
	char unit[32];
	size_t i;

	if (t->site == NULL || (g->site != 0 && g->site != t->site->id))
		return (false);
	if (g->column == 0 && g->unit == 0)
		return (true);
	if (t->column == 0)
		return (false);
	if (!p->read)
		place_read(p, t->site, t->column);
	if (p->failed)
		return (false);
	if (g->unit != 0) {
		snprintf(unit, sizeof(unit), "/%lld/", (long long)g->unit);
		if (strstr(p->unit_path, unit) == NULL)
			return (false);
	}
	if (g->column == 0)
		return (true);
	for (i = 0; i < p->columns; i++)
		if (p->column[i] == g->column)
			return (true);
	return (false);
}

/* Is the target, where the grant reaches it, one that the scope means? */
static bool
scope_holds(enum scope scope, const struct actor *actor, const struct grant *g,
    const struct target *t)
{
	bool last = t->last_step > 0 && g->step == t->last_step;

	switch (scope) {
	case OWN:
		return (t->owner != 0 && t->owner == actor->user);
	case COLUMN:
		return (true);
	case READS:
		return (t->step > 0 || last);
	case STEP:
		return (t->step > 0 && g->step == t->step);
	case LAST:
		return (last);
	case NONE:
	case ANY:
	case HUB:
		break;
	}
	return (false);
}

static bool
grant_allows(const struct grant *g, enum scope scope,
    const struct actor *actor, const struct target *t, struct place *p)
{
	switch (scope) {
	case NONE:
		return (false);
	case HUB:
		return (g->site == 0 && g->column == 0 && g->unit == 0);
	case ANY:
		return (t->site == NULL || g->site == 0 ||
		    g->site == t->site->id);
	default:
		return (grant_reaches(g, t, p) &&
		    scope_holds(scope, actor, g, t));
	}
}

static bool
expired_may(const char *act)
{
	size_t i;

	for (i = 0; i < sizeof(while_expired) / sizeof(while_expired[0]); i++)
		if (strcmp(while_expired[i], act) == 0)
			return (true);
	return (false);
}

/* The name of the role that allows the act, or NULL. */
static const char *
permission_find(struct call *c, const char *act, const struct target *target)
{
	struct rule made;
	const struct rule *rule = rule_for(c, act, &made);
	struct target t = { 0 };
	struct place place = { 0 };
	const struct grant *g;
	size_t i;

	if (rule == NULL || c->actor == NULL)
		return (NULL);
	if (c->actor->system)
		return (rule->besides == SYSTEM ? "system" : NULL);
	if (c->actor->must_change && !expired_may(act))
		return (NULL);
	if (target != NULL)
		t = *target;
	if (t.site == NULL)
		t.site = c->site;
	for (i = 0; i < c->actor->grant_count; i++) {
		g = &c->actor->grants[i];
		if ((unsigned)g->role < ROLE_COUNT && grant_allows(g,
		    (enum scope)rule->scope[g->role], c->actor, &t, &place))
			return (role_names[g->role]);
	}
	return (rule->besides == EVERYONE && c->actor->user != 0 ? "" : NULL);
}

enum err
permission_check(struct call *c, const char *act, const struct target *target)
{
	if (c->actor == NULL)
		return (fault_set(c->fault, ERR_AUTH, "auth.needed", NULL,
		    NULL));
	c->role = permission_find(c, act, target);
	if (c->role != NULL)
		return (ERR_OK);
	if (c->actor->must_change)
		return (fault_set(c->fault, ERR_FORBIDDEN,
		    "password.must_change", NULL, NULL));
	return (fault_set(c->fault, ERR_FORBIDDEN, "permission.denied", NULL,
	    "%s", act));
}

bool
permission_allows(struct call *c, const char *act, const struct target *target)
{
	return (permission_find(c, act, target) != NULL);
}

const char *
permission_role(struct call *c, const char *act, const struct target *target)
{
	return (permission_find(c, act, target));
}

bool
permission_anywhere(struct call *c, const char *act)
{
	struct rule made;
	const struct rule *rule = rule_for(c, act, &made);
	const struct grant *g;
	size_t i;

	if (rule == NULL || c->actor == NULL)
		return (false);
	if (c->actor->system)
		return (rule->besides == SYSTEM);
	if (c->actor->must_change && !expired_may(act))
		return (false);
	for (i = 0; i < c->actor->grant_count; i++) {
		g = &c->actor->grants[i];
		if ((unsigned)g->role >= ROLE_COUNT ||
		    rule->scope[g->role] == NONE)
			continue;
		if (g->site == 0 || (rule->scope[g->role] != HUB &&
		    c->site != NULL && g->site == c->site->id))
			return (true);
	}
	return (rule->besides == EVERYONE && c->actor->user != 0);
}
