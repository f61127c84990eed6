/*
 * Content that is shown until a day: types whose schema names a date field as
 * `until` (a consent that ends, a call that closes).  The day itself is the
 * last one on which it is shown.  Past it, nothing of the kind is published,
 * and the clerk withdraws what is live, with the schema's `until_reason`.
 */
#ifndef CMS_EXPIRE_H
#define CMS_EXPIRE_H

#include "cms/cms.h"
#include "cms/type.h"

/* The second at which it ends: the midnight after the day.  0: the type or the
 * content names none. */
int64_t expire_time(const struct type *t, const struct json *content);

/* In the transaction that publishes the entry with this content: refuses what
 * has ended (ERR_CONFLICT "publish.expired"), puts or drops the job. */
enum err expire_publish(struct call *c, int64_t entry, const struct type *t,
    const struct json *content, int64_t now);

/* For the clerk: withdraws what has ended by `now`. */
enum err expire_due(struct cms *cms, struct site *site, int64_t now,
    int64_t *count, struct fault *f);

#endif
