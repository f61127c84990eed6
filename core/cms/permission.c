/* Who may do what: see permission.h.  The table is in permission_rule.c. */
#include "cms/permission_inside.h"

#include <stdio.h>
#include <string.h>

#define COLUMN_DEPTH_MAX 32
#define UNIT_PATH_MAX 512

/* The target's column and those above it, read when first asked for. */
struct place {
	bool	read, failed;
	int64_t	column[COLUMN_DEPTH_MAX];
	size_t	columns;
	char	unit_path[UNIT_PATH_MAX];	/* "" where no unit is set */
};

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

/* Says what isn't allowed and who could. */
static enum err
denied(struct call *c, const char *act)
{
	char told[FAULT_DETAIL_MAX];
	struct rule made;

	rule_told(rule_for(c, act, &made), act, told, sizeof(told));
	return (fault_set(c->fault, ERR_FORBIDDEN, "permission.denied", NULL,
	    "%s", told));
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
	return (denied(c, act));
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
permission_within(struct call *c, const char *act, int64_t column)
{
	struct rule made;
	const struct rule *rule = rule_for(c, act, &made);
	const struct target t = { .site = c->site, .column = column };
	struct place place = { 0 };
	const struct grant *g;
	enum scope scope;
	size_t i;

	if (rule == NULL || c->actor == NULL || c->actor->system ||
	    c->actor->must_change)
		return (false);
	for (i = 0; i < c->actor->grant_count; i++) {
		g = &c->actor->grants[i];
		if ((unsigned)g->role >= ROLE_COUNT)
			continue;
		scope = (enum scope)rule->scope[g->role];
		if (grant_allows(g, scope == ANY ? COLUMN : scope, c->actor,
		    &t, &place))
			return (true);
	}
	return (false);
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
