/* Roles given together with the account: see grant.c. */
#ifndef CMS_GRANT_H
#define CMS_GRANT_H

#include "cms/cms.h"

/* Gives `user` (a name) the role "ROLE[@SITE[:COLUMN]]", with its audit
 * record, inside the caller's transaction of the hub. */
enum err grant_give(struct call *c, const char *user, const char *role);


/* What `row` (its members "site", a name, and "column_id") means in words:
 * puts site_title, column and column_title; "" for a column that
 * is gone. */
void grant_put_place(struct call *c, struct json *row);

#endif
