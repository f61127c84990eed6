/* The page cache: see cache.h. */
#include "web/cache.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "base/hash.h"
#include "base/time.h"
#include "cms/cms.h"
#include "web/compress.h"
#include "web/header.h"
#include "web/prepared.h"

#define BUCKETS 4096		/* a power of two */
#define ETAG_SIZE 80
#define ETAG_BYTES 16		/* of the body's SHA-256 */
#define UNIT_COST 64		/* bytes that malloc() adds to each, about */

struct version {
	struct prepared	*whole;		/* NULL: not made yet */
	struct prepared	*fresh;		/* 304 */
	char		etag[ETAG_SIZE];
};

struct cached {
	struct cached	*chain;		/* in its bucket */
	TAILQ_ENTRY(cached) order;	/* the last asked for is the first */
	uint64_t	hash, generation;
	int64_t		made, until, modified;
	size_t		bytes;
	bool		text;		/* worth compressing */
	struct version	version[CODING_COUNT];
	struct pairs	headers;	/* to make versions from; one piece */
	char		key[];
};

TAILQ_HEAD(order, cached);

struct cache {
	struct cached	*bucket[BUCKETS];
	struct order	order;
	uint64_t	seed;		/* names come from strangers */
	size_t		limit, used, count;
};

struct cache *
cache_alloc(size_t limit)
{
	struct cache *c = must_alloc(sizeof(*c));

	memset(c, 0, sizeof(*c));
	TAILQ_INIT(&c->order);
	random_bytes(&c->seed, sizeof(c->seed));
	c->limit = limit > CACHE_MIN ? limit : CACHE_MIN;
	return (c);
}

size_t
cache_used(const struct cache *c)
{
	return (c->used);
}

size_t
cache_count(const struct cache *c)
{
	return (c->count);
}

static void
cached_free(struct cached *k)
{
	size_t i;

	for (i = 0; i < CODING_COUNT; i++) {
		prepared_drop(k->version[i].whole);
		prepared_drop(k->version[i].fresh);
	}
	free(k->headers.item);
	free(k);
}

void
cache_free(struct cache *c)
{
	struct cached *k;

	if (c == NULL)
		return;
	while ((k = TAILQ_FIRST(&c->order)) != NULL) {
		TAILQ_REMOVE(&c->order, k, order);
		cached_free(k);
	}
	free(c);
}

/* Where the pointer to the reply of that name stands. */
static struct cached **
cache_place(struct cache *c, const char *key, uint64_t hash)
{
	struct cached **at = &c->bucket[hash & (BUCKETS - 1)];

	while (*at != NULL &&
	    ((*at)->hash != hash || strcmp((*at)->key, key) != 0))
		at = &(*at)->chain;
	return (at);
}

static void
cache_remove(struct cache *c, struct cached *k)
{
	*cache_place(c, k->key, k->hash) = k->chain;
	TAILQ_REMOVE(&c->order, k, order);
	c->used -= k->bytes;
	c->count--;
	cached_free(k);
}

/* Accounts for `bytes` more of `k`, the first in order, and makes room. */
static void
cache_charge(struct cache *c, struct cached *k, size_t bytes)
{
	struct cached *last;

	k->bytes += bytes;
	c->used += bytes;
	while (c->used > c->limit &&
	    (last = TAILQ_LAST(&c->order, order)) != k) {
		assert(TAILQ_NEXT(last, order) == NULL);	/* its end */
		cache_remove(c, last);
	}
}

struct cached *
cache_find(struct cache *c, const char *key, uint64_t generation)
{
	struct cached *k = *cache_place(c, key, hash_quick(c->seed, key));
	int64_t now = time_now();

	if (k == NULL)
		return (NULL);
	if (!generation_holds(k->generation, k->made, generation, now) ||
	    k->until < now) {
		cache_remove(c, k);
		return (NULL);
	}
	if (k != TAILQ_FIRST(&c->order)) {
		TAILQ_REMOVE(&c->order, k, order);
		TAILQ_INSERT_HEAD(&c->order, k, order);
	}
	return (k);
}

/* The ETag without its quotes: another for each coding. */
static void
cached_etag(struct cached *k, const struct reply *rp)
{
	const char *given = pairs_get(&rp->headers, "etag");
	unsigned char hash[HASH_BYTES];
	char base[ETAG_SIZE - 8];
	size_t i;

	if (given == NULL) {
		hash_sha256(rp->body.data, rp->body.length, hash);
		hex_encode(hash, ETAG_BYTES, base);
	} else
		snprintf(base, sizeof(base), "%.*s",
		    (int)strcspn(given + 1, "\""), given + 1);
	for (i = 0; i < CODING_COUNT; i++)
		snprintf(k->version[i].etag, ETAG_SIZE, "\"%s%s%s\"", base,
		    i == CODING_PLAIN ? "" : "-",
		    i == CODING_PLAIN ? "" : coding_name(i));
}

/* The head's lines of a version.  A 304 repeats what a cache in front goes
 * by, and nothing about the body that it doesn't have. */
static void
version_reply(const struct cached *k, enum coding coding, int status,
    struct arena *a, struct reply *rp)
{
	static const char *const repeated[] = { "cache-control", "vary" };
	const char *value;
	size_t i;

	reply_init(rp);
	rp->status = status;
	if (status == 200)
		for (i = 0; i < k->headers.count; i++)
			reply_header(rp, a, k->headers.item[i].name,
			    k->headers.item[i].value);
	else
		for (i = 0; i < 2; i++)
			if ((value = pairs_get(&k->headers, repeated[i])) !=
			    NULL)
				reply_header(rp, a, repeated[i], value);
	reply_header(rp, a, "etag", k->version[coding].etag);
	if (status == 200 && coding != CODING_PLAIN)
		reply_header(rp, a, "content-encoding", coding_name(coding));
}

static struct prepared *
version_prepare(struct cache *c, struct cached *k, enum coding coding,
    int status, const void *body, size_t length)
{
	struct arena *a = arena_alloc();
	struct prepared *p;
	struct reply rp;

	version_reply(k, coding, status, a, &rp);
	p = prepared_alloc(&rp, body, length);
	reply_cleanup(&rp);
	arena_free(a);
	cache_charge(c, k, p->length + sizeof(*p) + UNIT_COST);
	return (p);
}

struct cached *
cache_keep(struct cache *c, const char *key, uint64_t generation,
    int64_t until, int64_t modified, const struct reply *rp)
{
	uint64_t hash = hash_quick(c->seed, key);
	struct cached **at = cache_place(c, key, hash), *k;
	size_t size = sizeof(*k) + strlen(key) + 1;

	if (*at != NULL)
		cache_remove(c, *at);
	if (rp->body.length > CACHE_REPLY_MAX)
		return (NULL);
	k = must_alloc(size);
	memset(k, 0, sizeof(*k));
	k->hash = hash;
	k->generation = generation;
	k->made = time_now();
	k->until = until;
	k->modified = modified;
	memcpy(k->key, key, strlen(key) + 1);
	size += pairs_pack(&k->headers, &rp->headers, "etag");
	cached_etag(k, rp);
	k->text = rp->body.length >= COMPRESS_MIN &&
	    compress_type(pairs_get(&rp->headers, "content-type"));
	at = &c->bucket[hash & (BUCKETS - 1)];
	k->chain = *at;
	*at = k;
	TAILQ_INSERT_HEAD(&c->order, k, order);
	c->count++;
	cache_charge(c, k, size + UNIT_COST);
	k->version[CODING_PLAIN].whole = version_prepare(c, k, CODING_PLAIN,
	    200, rp->body.data, rp->body.length);
	return (k);
}

/* The whole reply in a coding, made when it is first asked for.  What gets no
 * shorter is sent plain from then on. */
static enum coding
cached_code(struct cache *c, struct cached *k, enum coding coding)
{
	const struct prepared *plain = k->version[CODING_PLAIN].whole;
	struct version *v = &k->version[coding];
	struct buf b = { 0 };

	if (!k->text)
		return (CODING_PLAIN);
	if (v->whole != NULL)
		return (coding);
	k->text = compress_write(coding, EFFORT_KEPT, plain->data + plain->head,
	    plain->length - plain->head, &b);
	if (k->text)
		v->whole = version_prepare(c, k, coding, 200, b.data,
		    b.length);
	buf_cleanup(&b);
	return (k->text ? coding : CODING_PLAIN);
}

void
cache_answer(struct cache *c, struct cached *k, const struct request *rq,
    struct reply *rp)
{
	enum coding coding = coding_choose(pairs_get(&rq->headers,
	    "accept-encoding"));
	struct version *v;
	struct prepared *p;

	coding = cached_code(c, k, coding);
	v = &k->version[coding];
	p = v->whole;
	if (header_fresh(rq, v->etag, k->modified)) {
		if (v->fresh == NULL)
			v->fresh = version_prepare(c, k, coding, 304, NULL, 0);
		p = v->fresh;
	}
	prepared_date(p, time_now());
	reply_cleanup(rp);
	reply_init(rp);
	rp->status = p->status;
	rp->prepared = prepared_hold(p);
}
