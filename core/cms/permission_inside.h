/* The rows of the table of permissions, between permission_rule.c, which holds
 * them, and permission.c, which reads them. */
#ifndef CMS_PERMISSION_INSIDE_H
#define CMS_PERMISSION_INSIDE_H

#include "cms/permission.h"

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

/* The row of an act, or NULL. */
const struct rule *rule_find(const char *act);

/* May a user whose password ran out still do it? */
bool expired_may(const char *act);

/* Of ROLE_COUNT roles. */
extern const char *const role_names[];

/* "entry.approve reviewer.step": the act, and who may by the rule (NULL:
 * nobody), as lang_fault() tells it. */
void rule_told(const struct rule *rule, const char *act, char *out,
    size_t size);

#endif
