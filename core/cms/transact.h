/*
 * An act in one write transaction of the site: all of it, or nothing.  What
 * was refused for lack of permission is audited as well.
 */
#ifndef CMS_TRANSACT_H
#define CMS_TRANSACT_H

#include "cms/cms.h"

typedef enum err transact_fn(struct call *c, const struct json *in,
    struct json **out);

enum err transact(struct call *c, transact_fn *run, const struct json *in,
    struct json **out);

#endif
