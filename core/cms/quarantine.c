/*
 * Plugins out of use: see quarantine.h.  The file is a table of slots, found
 * by the hash of site and name; none is ever given back.  Should a site's
 * neighbours all be taken (there are more than a thousand that failed), two
 * share one and are put out of use together.
 */
#include "cms/quarantine.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/time.h"
#include "base/utf8.h"

#define SLOTS 2048
#define NEIGHBOURS 32
#define CELLS 12	/* hooks and routes that fail at a time */
#define NOWHERE (-1)	/* no site: where releases of a plugin are counted */

/* A hook or route that failed, by the hash of its name; `count` in a row. */
struct cell {
	uint32_t	where, count;
};

struct slot {
	uint64_t	key;		/* 0: free */
	int64_t		since;
	int64_t		failed_at;
	uint32_t	failures;	/* in a row, of any call */
	uint32_t	releases;
	struct cell	cells[CELLS];
	char		where[QUARANTINE_WHERE_MAX];
	char		name[FAULT_FIELD_MAX];
	char		detail[FAULT_DETAIL_MAX];
};

#define FILE_BYTES (SLOTS * sizeof(struct slot))

struct quarantine {
	struct slot	*slots;		/* mapped */
	int		 fd;		/* for its lock */
};

/* FNV-1a; never 0. */
static uint64_t
hash_text(uint64_t hash, const char *text)
{
	for (; *text != '\0'; text++)
		hash = (hash ^ (unsigned char)*text) * 1099511628211u;
	return (hash | 1);
}

static uint64_t
slot_key(int64_t site, const char *plugin)
{
	return (hash_text(14695981039346656037u ^ ((uint64_t)site *
	    0x9e3779b97f4a7c15u), plugin));
}

enum err
quarantine_open(struct quarantine **out, const char *sites, struct fault *f)
{
	struct quarantine *q = must_alloc(sizeof(*q));
	char *path = NULL;
	struct stat st;

	*out = NULL;
	if (asprintf(&path, "%s/.plugins", sites) < 0)
		abort();
	q->slots = MAP_FAILED;
	q->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (q->fd != -1 && fstat(q->fd, &st) == 0 &&
	    ((size_t)st.st_size >= FILE_BYTES ||
	    ftruncate(q->fd, FILE_BYTES) == 0))
		q->slots = mmap(NULL, FILE_BYTES, PROT_READ | PROT_WRITE,
		    MAP_SHARED, q->fd, 0);
	if (q->slots == MAP_FAILED) {
		fault_fill(f, ERR_INTERNAL, "cms.quarantine", NULL, "%s: %s",
		    path, strerror(errno));
		quarantine_close(q);
		free(path);
		return (ERR_INTERNAL);
	}
	free(path);
	*out = q;
	return (ERR_OK);
}

void
quarantine_close(struct quarantine *q)
{
	if (q == NULL)
		return;
	if (q->slots != MAP_FAILED)
		munmap(q->slots, FILE_BYTES);
	if (q->fd != -1)
		close(q->fd);
	free(q);
}

/* Among all processes, and the threads of each: every one of them has opened
 * the file by itself.  Gone with whoever dies holding it. */
static void
quarantine_lock(struct quarantine *q, short type)
{
	struct flock lock = { .l_type = type, .l_whence = SEEK_SET };

	while (fcntl(q->fd, F_OFD_SETLKW, &lock) == -1 && errno == EINTR)
		continue;
}

/* The slot of the key, or NULL; with `claim` a free one becomes its own. */
static struct slot *
slot_find(const struct quarantine *q, uint64_t key, bool claim)
{
	struct slot *s;
	uint64_t is;
	size_t i;

	for (i = 0; i < NEIGHBOURS; i++) {
		s = &q->slots[(key / 2 + i) % SLOTS];
		is = __atomic_load_n(&s->key, __ATOMIC_ACQUIRE);
		if (is == key)
			return (s);
		if (is != 0)
			continue;
		if (claim)
			__atomic_store_n(&s->key, key, __ATOMIC_RELEASE);
		return (claim ? s : NULL);
	}
	return (&q->slots[key / 2 % SLOTS]);
}

int64_t
quarantine_since(const struct quarantine *q, int64_t site, const char *plugin)
{
	const struct slot *s = slot_find(q, slot_key(site, plugin), false);

	return (s == NULL ? 0 : __atomic_load_n(&s->since, __ATOMIC_ACQUIRE));
}

uint32_t
quarantine_releases(const struct quarantine *q, const char *plugin)
{
	const struct slot *s = slot_find(q, slot_key(NOWHERE, plugin), false);

	return (s == NULL ? 0 :
	    __atomic_load_n(&s->releases, __ATOMIC_ACQUIRE));
}

/* The cell of a hook or route; with `claim` a free one, NULL where all are
 * taken. */
static struct cell *
cell_find(struct slot *s, const char *where, bool claim)
{
	uint32_t hash = (uint32_t)hash_text(2166136261u, where);
	struct cell *empty = NULL;
	size_t i;

	for (i = 0; i < CELLS; i++) {
		if (s->cells[i].where == hash)
			return (&s->cells[i]);
		if (s->cells[i].where == 0 && empty == NULL)
			empty = &s->cells[i];
	}
	if (!claim || empty == NULL)
		return (NULL);
	empty->where = hash;
	empty->count = 0;
	return (empty);
}

/* Writes down what failed; the lock is the caller's. */
static struct cell *
slot_count(struct slot *s, const char *where, const struct fault *why)
{
	struct cell *c = cell_find(s, where, true);

	__atomic_add_fetch(&s->failures, 1, __ATOMIC_RELAXED);
	s->failed_at = time_now();
	utf8_copy(s->where, sizeof(s->where), where);
	utf8_copy(s->name, sizeof(s->name), why->name != NULL ? why->name : "");
	utf8_copy(s->detail, sizeof(s->detail), why->detail);
	return (c);
}

void
quarantine_note(struct quarantine *q, int64_t site, const char *plugin,
    const char *where, const struct fault *why)
{
	quarantine_lock(q, F_WRLCK);
	(void)slot_count(slot_find(q, slot_key(site, plugin), true), where,
	    why);
	quarantine_lock(q, F_UNLCK);
}

bool
quarantine_failed(struct quarantine *q, int64_t site, const char *plugin,
    const char *where, const struct fault *why)
{
	bool out = false;
	struct slot *s;
	struct cell *c;

	quarantine_lock(q, F_WRLCK);
	s = slot_find(q, slot_key(site, plugin), true);
	c = slot_count(s, where, why);
	if (s->since == 0 && (c == NULL || ++c->count >= QUARANTINE_FAILURES ||
	    s->failures >= QUARANTINE_FAILURES)) {
		__atomic_store_n(&s->since, s->failed_at, __ATOMIC_RELEASE);
		out = true;
	}
	quarantine_lock(q, F_UNLCK);
	return (out);
}

/* Has anything failed since it last worked? */
static bool
slot_failing(const struct slot *s)
{
	size_t i;

	if (__atomic_load_n(&s->failures, __ATOMIC_RELAXED) > 0)
		return (true);
	for (i = 0; i < CELLS; i++)
		if (__atomic_load_n(&s->cells[i].where, __ATOMIC_RELAXED) != 0)
			return (true);
	return (false);
}

void
quarantine_worked(struct quarantine *q, int64_t site, const char *plugin,
    const char *where)
{
	struct slot *s = slot_find(q, slot_key(site, plugin), false);
	struct cell *c;

	if (s == NULL || !slot_failing(s))
		return;
	quarantine_lock(q, F_WRLCK);
	if (s->since == 0) {
		s->failures = 0;
		if ((c = cell_find(s, where, false)) != NULL)
			*c = (struct cell){ 0 };
	}
	quarantine_lock(q, F_UNLCK);
}

void
quarantine_release(struct quarantine *q, int64_t site, const char *plugin)
{
	struct slot *s;

	quarantine_lock(q, F_WRLCK);
	s = slot_find(q, slot_key(site, plugin), true);
	memset(s->cells, 0, sizeof(s->cells));
	s->failures = 0;
	s->failed_at = 0;
	__atomic_store_n(&s->since, 0, __ATOMIC_RELEASE);
	s = slot_find(q, slot_key(NOWHERE, plugin), true);
	__atomic_add_fetch(&s->releases, 1, __ATOMIC_ACQ_REL);
	quarantine_lock(q, F_UNLCK);
}

/* A copy of a text of the file, which may have been damaged. */
static void
text_read(char *out, size_t size, const char *from)
{
	size_t length = strnlen(from, size - 1);

	memcpy(out, from, length);
	out[length] = '\0';
	if (!utf8_valid(out, length))
		out[0] = '\0';
}

bool
quarantine_read(struct quarantine *q, int64_t site, const char *plugin,
    struct quarantine_record *out)
{
	const struct slot *s = slot_find(q, slot_key(site, plugin), false);

	memset(out, 0, sizeof(*out));
	if (s == NULL)
		return (false);
	quarantine_lock(q, F_WRLCK);
	out->since = s->since;
	out->failed_at = s->failed_at;
	out->failures = s->failures;
	out->failing = slot_failing(s);
	text_read(out->where, sizeof(out->where), s->where);
	text_read(out->name, sizeof(out->name), s->name);
	text_read(out->detail, sizeof(out->detail), s->detail);
	quarantine_lock(q, F_UNLCK);
	if (out->failed_at == 0)
		memset(out, 0, sizeof(*out));
	return (out->failed_at != 0);
}
