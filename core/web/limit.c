/* Counting failures: see limit.h. */
#include "web/limit.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/time.h"

#define WAYS 8			/* places where a key may stand */

struct tally {
	uint64_t	key;
	int64_t		since;
	uint64_t	count;		/* 0: free */
};

struct limit {
	const unsigned char *secret;	/* HASH_BYTES, borrowed */
	struct tally	*tally;		/* LIMIT_KEYS, mapped */
	int		 fd;		/* for its lock */
};

#define FILE_BYTES (LIMIT_KEYS * sizeof(struct tally))

enum err
limit_open(struct limit **out, const char *sites,
    const unsigned char *secret, struct fault *f)
{
	struct limit *l = must_alloc(sizeof(*l));
	char *path = NULL;
	struct stat st;

	if (asprintf(&path, "%s/.sign-ins", sites) < 0)
		abort();
	*out = NULL;
	*l = (struct limit){ .secret = secret, .tally = MAP_FAILED };
	l->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (l->fd != -1 && fstat(l->fd, &st) == 0 &&
	    ((size_t)st.st_size >= FILE_BYTES ||
	    ftruncate(l->fd, FILE_BYTES) == 0))
		l->tally = mmap(NULL, FILE_BYTES, PROT_READ | PROT_WRITE,
		    MAP_SHARED, l->fd, 0);
	if (l->tally == MAP_FAILED) {
		fault_fill(f, ERR_INTERNAL, "limit.file", NULL, "%s: %s", path,
		    strerror(errno));
		limit_close(l);
		free(path);
		return (ERR_INTERNAL);
	}
	free(path);
	*out = l;
	return (ERR_OK);
}

void
limit_close(struct limit *l)
{
	if (l == NULL)
		return;
	if (l->tally != MAP_FAILED)
		munmap(l->tally, FILE_BYTES);
	if (l->fd != -1)
		close(l->fd);
	free(l);
}

/* Among all processes, and the threads of each: every lane has opened the file
 * by itself.  Gone with whoever dies holding it. */
static void
limit_lock(const struct limit *l, short type)
{
	struct flock lock = { .l_type = type, .l_whence = SEEK_SET };

	while (fcntl(l->fd, F_OFD_SETLKW, &lock) == -1 && errno == EINTR)
		continue;
}

static uint64_t
key_of(const struct limit *l, const char *what)
{
	unsigned char hash[HASH_BYTES];
	uint64_t key;

	hash_hmac(l->secret, HASH_BYTES, what, strlen(what), hash);
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
	int64_t now = time_now(), wait = 0;
	size_t i;

	limit_lock(l, F_WRLCK);
	for (i = 0; i < WAYS; i++, t++)
		if (t->key == key && !is_over(t, now) && t->count >= most)
			wait = t->since + LIMIT_SECONDS - now;
	limit_lock(l, F_UNLCK);
	return (wait);
}

/* The key's own place among its places, or the one to take for it. */
static struct tally *
place_for(struct limit *l, uint64_t key, int64_t now)
{
	struct tally *t = places(l, key), *least = t;
	size_t i;

	for (i = 0; i < WAYS; i++) {
		if (is_over(&t[i], now))
			t[i].count = 0;
		if (t[i].count > 0 && t[i].key == key)
			return (&t[i]);
		if (t[i].count < least->count)
			least = &t[i];
	}
	*least = (struct tally){ .key = key, .since = now };
	return (least);
}

void
limit_count(struct limit *l, const char *what)
{
	uint64_t key = key_of(l, what);

	limit_lock(l, F_WRLCK);
	place_for(l, key, time_now())->count++;
	limit_lock(l, F_UNLCK);
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
