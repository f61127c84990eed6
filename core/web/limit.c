/* Counting failures: see limit.h. */
#include "web/limit.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/time.h"

#define WAYS 8			/* places where a key may stand */

struct tally {
	uint64_t	key;
	int64_t		since;
	unsigned	count;		/* 0: free */
};

struct limit {
	unsigned char	secret[HASH_BYTES];
	struct tally	tally[LIMIT_KEYS];
};

struct limit *
limit_alloc(void)
{
	struct limit *l = must_alloc(sizeof(*l));

	memset(l, 0, sizeof(*l));
	random_bytes(l->secret, sizeof(l->secret));
	return (l);
}

void
limit_free(struct limit *l)
{
	free(l);
}

static uint64_t
key_of(const struct limit *l, const char *what)
{
	unsigned char hash[HASH_BYTES];
	struct buf b = { 0 };
	uint64_t key;

	buf_append(&b, (const char *)l->secret, sizeof(l->secret));
	buf_text(&b, what);
	hash_sha256(b.data, b.length, hash);
	buf_cleanup(&b);
	memcpy(&key, hash, sizeof(key));
	return (key);
}

/* Nothing to count any more; also when the clock was set back. */
static bool
is_over(const struct tally *t, int64_t now)
{
	return (t->count == 0 || now < t->since ||
	    now >= t->since + LIMIT_SECONDS);
}

/* The places where `key` may stand. */
static struct tally *
places(struct limit *l, uint64_t key)
{
	return (&l->tally[key % (LIMIT_KEYS / WAYS) * WAYS]);
}

int64_t
limit_wait(struct limit *l, const char *what, unsigned most)
{
	uint64_t key = key_of(l, what);
	const struct tally *t = places(l, key);
	int64_t now = time_now();
	size_t i;

	for (i = 0; i < WAYS; i++, t++)
		if (t->key == key && !is_over(t, now))
			return (t->count < most ? 0 :
			    t->since + LIMIT_SECONDS - now);
	return (0);
}

void
limit_count(struct limit *l, const char *what)
{
	uint64_t key = key_of(l, what);
	struct tally *t = places(l, key), *least = t;
	int64_t now = time_now();
	size_t i;

	for (i = 0; i < WAYS; i++) {
		if (is_over(&t[i], now))
			t[i].count = 0;
		if (t[i].count > 0 && t[i].key == key) {
			t[i].count++;
			return;
		}
		if (t[i].count < least->count)
			least = &t[i];
	}
	*least = (struct tally){ .key = key, .since = now, .count = 1 };
}

void
limit_network(const char *address, char out[LIMIT_NETWORK_SIZE])
{
	unsigned char bytes[16];

	if (inet_pton(AF_INET6, address, bytes) == 1) {
		memset(bytes + 8, 0, 8);
		inet_ntop(AF_INET6, bytes, out, LIMIT_NETWORK_SIZE);
	} else
		snprintf(out, LIMIT_NETWORK_SIZE, "%s", address);
}
