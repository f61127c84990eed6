/*
 * The page cache of a lane: finished replies by name, in all codings, each
 * compressed when it is first asked for.  Belongs to one thread; what it hands
 * out may be sent by another.
 *
 * A reply is good for one generation of its site and until a time.  Whatever
 * is older is forgotten when it is asked for.  What wasn't asked for longest
 * goes when the memory is needed.
 */
#ifndef WEB_CACHE_H
#define WEB_CACHE_H

#include <stddef.h>
#include <stdint.h>

#include "web/reply.h"
#include "web/request.h"

#define CACHE_REPLY_MAX (512 * 1024)	/* bytes of a body that is kept */

#define CACHE_MIN (2 * CACHE_REPLY_MAX)

struct cache;
struct cached;

/* `limit`: bytes of all that it keeps, CACHE_MIN at least. */
struct cache *cache_alloc(size_t limit);
void cache_free(struct cache *c);	/* NULL is allowed */

/* NULL: not there, or of another generation, or too old.  Good until the next
 * call of the cache. */
struct cached *cache_find(struct cache *c, const char *key,
    uint64_t generation);

/* Keeps a reply of status 200 with its body in memory, in place of the one of
 * that name.  `generation` must have been read before the reply was begun, or
 * a change meanwhile would never be seen.  Its ETag is made from the body
 * where it has none.  `modified`: for If-Modified-Since; negative: unknown.
 * NULL where it is over CACHE_REPLY_MAX. */
struct cached *cache_keep(struct cache *c, const char *key,
    uint64_t generation, int64_t until, int64_t modified,
    const struct reply *rp);

/* Makes `rp` the prepared reply that the request wants: 200 or 304, in the
 * best coding that it takes. */
void cache_answer(struct cache *c, struct cached *k, const struct request *rq,
    struct reply *rp);

size_t cache_used(const struct cache *c);	/* bytes */
size_t cache_count(const struct cache *c);	/* replies */

#endif
