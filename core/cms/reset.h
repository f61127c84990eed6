/*
 * A new password for somebody who lost it, by two administrators (三员分立):
 * whoever could set it alone could act as that person, a reviewer for one.
 * The system administrator asks and is shown one half, the security
 * administrator gives and is shown the other; only the owner, told both, has
 * the whole.  It holds RESET_HOURS, must be changed at the first sign-in, and
 * its owner is told who asked and who gave.
 */
#ifndef CMS_RESET_H
#define CMS_RESET_H

#include "cms/cms.h"

#define RESET_HOURS 72		/* to be given by, then to be used by */
#define RESET_HALF 6		/* letters of a half */

/* Asks for `user`, inside the caller's transaction, with a hash made by
 * reset_make() before it; *out gets {half, until}. */
struct reset {
	char	first[RESET_HALF + 1], second[RESET_HALF + 1];
	char	*hash;			/* in the call's arena */
};
enum err reset_make(struct call *c, struct reset *r);
enum err reset_store(struct call *c, const struct reset *r, int64_t user,
    struct json *out);

/* Notes that a command on the server set the password, for its owner to see;
 * inside the caller's transaction. */
enum err reset_note(struct call *c, int64_t user);

/* The owner has chosen a password: nothing is left to give or to tell. */
enum err reset_forget(struct cms *cms, int64_t user, struct fault *f);

/* Has the user one of the three administrators' roles? */
enum err user_is_admin(struct call *c, int64_t user, bool *admin);

#endif
