/* People who are really in hub.db, for tests of users, grants and sessions.
 * Passwords are hashed at the lowest cost (policy password_cost = 1). */
#ifndef TEST_HOUSE_H
#define TEST_HOUSE_H

#include "cms/session.h"
#include "cms/setting.h"
#include "cms/user.h"
#include "world.h"

#define GOOD "Lan-tian7"	/* a password that the rules take */

struct house {
	struct world	w;
	struct arena	*people;	/* actors live longer than answers */
};

static inline bool
house_open(struct house *h)
{
	h->people = arena_alloc();
	return (world_open(&h->w) && ACT(&h->w, &h->w.root, "policy.update",
	    "{'password_cost':1}") == ERR_OK);
}

static inline void
house_close(struct house *h)
{
	time_set_for_test(-1);
	world_close(&h->w);
	arena_free(h->people);
}

/* A user with a role (NULL: none), as somebody who signed in. */
static inline struct person *
hire(struct house *h, const char *name, const char *role, const char *site)
{
	struct person *p = arena_get(h->people, sizeof(*p));
	struct world *w = &h->w;
	enum err e;

	e = ACT(w, &w->root, "user.create",
	    "{'name':'%s','password':'%s','must_change':false}", name, GOOD);
	if (e == ERR_OK && role != NULL && site != NULL)
		e = ACT(w, &w->root, "grant.add",
		    "{'user':'%s','role':'%s','site':'%s'}", name, role, site);
	else if (e == ERR_OK && role != NULL)
		e = ACT(w, &w->root, "grant.add",
		    "{'user':'%s','role':'%s'}", name, role);
	if (e != ERR_OK) {
		fprintf(stderr, "hire %s: %s %s\n", name, w->fault.name,
		    w->fault.detail);
		exit(2);
	}
	int64_t id = 0;
	if (user_id(w->cms, name, &id, &w->fault) != ERR_OK ||
	    actor_load(w->cms, id, h->people, &p->actor, &w->fault) != ERR_OK)
		exit(2);
	return (p);
}

static inline enum err
sign_in(struct house *h, const char *name, const char *password,
    char token[TOKEN_SIZE])
{
	struct session s;

	memset(&h->w.fault, 0, sizeof(h->w.fault));
	return (session_create(h->w.cms, name, password, SESSION_BROWSER,
	    "test", token, &s, &h->w.fault));
}

/* A number out of hub.db. */
static inline int64_t
hub_value(struct house *h, const char *sql)
{
	int64_t n = -1;

	db_value_text(cms_hub(h->w.cms), &n, NULL, sql, DB_ARGS());
	return (n);
}

#endif
