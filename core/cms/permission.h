/*
 * Who may do what: one table of (act, role, scope), one function that reads
 * it.  Every function of cms/ that changes something, and every one that
 * shows what isn't public, asks here itself.
 *
 * The three administrators (三员分立, GB/T 22239-2019) are different people
 * and edit no content.
 */
#ifndef CMS_PERMISSION_H
#define CMS_PERMISSION_H

#include <stdbool.h>
#include <stdint.h>

#include "cms/cms.h"

enum role {
	ROLE_CONTRIBUTOR,
	ROLE_EDITOR,
	ROLE_REVIEWER,
	ROLE_COLUMN_KEEPER,
	ROLE_SITE_KEEPER,
	ROLE_SYSTEM_ADMIN,
	ROLE_SECURITY_ADMIN,
	ROLE_AUDIT_ADMIN,
	ROLE_COUNT
};

#define REVIEW_STEP_MAX 9

/* A role somewhere.  0 in site, column or unit: no limit of that kind. */
struct grant {
	int64_t		id;
	enum role	role;
	int		step;		/* ROLE_REVIEWER: 1 to REVIEW_STEP_MAX */
	int64_t		site, column, unit;
};

struct actor {
	int64_t		user;
	const char	*name, *display;
	int64_t		unit;		/* 0: none */
	const struct grant *grants;
	size_t		grant_count;
	bool		must_change;	/* only the password may be changed */
	bool		system;		/* the clerk itself: due publications */
	int64_t		session;	/* 0: a command */
};

/* What an act is done to.  A zero means "not limited to one". */
struct target {
	const struct site *site;
	int64_t		column;		/* of the entry, or the column itself */
	int64_t		owner;		/* user who created the entry */
	int		step;		/* that the entry waits at */
	int		last_step;	/* of its workflow */
};

/* ERR_OK, ERR_AUTH without an actor, or ERR_FORBIDDEN "permission.denied",
 * whose sentence names the act and who may do it. */
enum err permission_check(struct call *c, const char *act,
    const struct target *target);
/* The same as a question. */
bool permission_allows(struct call *c, const char *act,
    const struct target *target);
/* May the actor do the act anywhere on the site?  For menus. */
bool permission_anywhere(struct call *c, const char *act);

/* May the actor do it by a role that holds in this column?  A plugin's own
 * permission holds anywhere by itself. */
bool permission_within(struct call *c, const char *act, int64_t column);

/* Permissions of a plugin, {name: [roles]}, in place of those it had; it must
 * be used by the site, or be part of every one.  permission_drop(NULL): all. */
void permission_add(struct cms *cms, const char *plugin, bool always,
    const struct json *granted);
void permission_drop(struct cms *cms, const char *plugin);
/* Is there such a one on the call's site?  The roles that have it. */
bool permission_added(struct call *c, const char *name,
    bool roles[ROLE_COUNT]);

const char *role_name(enum role r);
bool role_parse(const char *text, enum role *r, int *step);

/* The role by which the act is allowed, for audit and review records. */
const char *permission_role(struct call *c, const char *act,
    const struct target *target);

#endif
