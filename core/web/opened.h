/*
 * Files that are kept open for the next who asks: by the name under which the
 * page cache would keep the reply, with its header lines.  Belongs to one
 * thread.
 *
 * As a kept page, a kept file is good for one generation of its site: whatever
 * is published, withdrawn, purged or deleted raises that, and the next request
 * decides anew whether a visitor may have the file.  A reply that is under way
 * goes on to its end.
 */
#ifndef WEB_OPENED_H
#define WEB_OPENED_H

#include <stdint.h>

#include "web/reply.h"

#define OPENED_MAX 256	/* descriptors; beyond that one takes another's place */

struct opened;

struct opened *opened_alloc(void);
void opened_free(struct opened *o);	/* NULL is allowed */

/* Makes `rp` the whole file, its header lines included, held until
 * reply_cleanup(); false where there is none of that name, generation and
 * age.  `a` is the request's. */
bool opened_answer(struct opened *o, const char *key, uint64_t generation,
    struct arena *a, struct reply *rp);

/* Keeps the whole file that `rp` is about to send. */
void opened_keep(struct opened *o, const char *key, uint64_t generation,
    int64_t until, struct reply *rp);

/* For reply_cleanup(). */
void opened_drop(struct opened_file *file);

#endif
