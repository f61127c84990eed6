/*
 * Files that are kept open: see opened.h.  A table in which each name has one
 * place, so that it is bounded without an order to keep.
 */
#include "web/opened.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/time.h"

struct opened_file {
	char		*key;
	uint64_t	hash, generation;
	int64_t		until, modified;
	uint64_t	length;
	struct pairs	headers;	/* one piece of memory */
	int		fd;
	unsigned	holders;
};

struct opened {
	struct opened_file *place[OPENED_MAX];
	uint64_t	seed;		/* names come from strangers */
};

struct opened *
opened_alloc(void)
{
	struct opened *o = must_alloc(sizeof(*o));

	memset(o, 0, sizeof(*o));
	random_bytes(&o->seed, sizeof(o->seed));
	return (o);
}

void
opened_drop(struct opened_file *file)
{
	if (file == NULL || --file->holders > 0)
		return;
	close(file->fd);
	free(file->headers.item);
	free(file->key);
	free(file);
}

void
opened_free(struct opened *o)
{
	size_t i;

	for (i = 0; o != NULL && i < OPENED_MAX; i++)
		opened_drop(o->place[i]);
	free(o);
}

bool
opened_answer(struct opened *o, const char *key, uint64_t generation,
    struct arena *a, struct reply *rp)
{
	uint64_t hash = hash_quick(o->seed, key);
	struct opened_file **place = &o->place[hash % OPENED_MAX];
	struct opened_file *file = *place;

	if (file == NULL || file->hash != hash || strcmp(file->key, key) != 0)
		return (false);
	if (file->generation != generation || file->until < time_now()) {
		*place = NULL;
		opened_drop(file);
		return (false);
	}
	file->holders++;
	rp->file = file;
	rp->fd = file->fd;
	rp->offset = 0;
	rp->length = file->length;
	rp->modified = file->modified;
	pairs_share(a, &rp->headers, &file->headers);
	return (true);
}

void
opened_keep(struct opened *o, const char *key, uint64_t generation,
    int64_t until, struct reply *rp)
{
	uint64_t hash = hash_quick(o->seed, key);
	struct opened_file **place = &o->place[hash % OPENED_MAX];
	struct opened_file *file = must_alloc(sizeof(*file));

	*file = (struct opened_file){ .key = must_text(key), .hash = hash,
		.generation = generation, .until = until,
		.modified = rp->modified, .length = rp->length, .fd = rp->fd,
		.holders = 2 };		/* the table, the reply */
	pairs_pack(&file->headers, &rp->headers, NULL);
	opened_drop(*place);
	*place = file;
	rp->file = file;
}
