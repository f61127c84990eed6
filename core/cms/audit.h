/*
 * The private record of what staff did: append-only, kept 184 days or more.
 * What is done to a site stands in site.db, all else in hub.db, in the very
 * transaction that did it, with name and role as they were then.
 */
#ifndef CMS_AUDIT_H
#define CMS_AUDIT_H

#include "cms/cms.h"

/* Writes into the database that has a transaction open; where none has, into
 * the site's (or, without a site, the hub's) by a transaction of its own.
 * `result` is "done" or the name of a fault; `detail` may be NULL. */
enum err audit_write(struct call *c, const char *act, const char *object,
    const char *result, const char *detail);

/* For what happens before anybody is signed in: the name as it was typed. */
enum err audit_write_name(struct cms *cms, int64_t user, const char *name,
    const char *act, const char *object, const char *result, struct fault *f);

#endif
