/* Small pieces of memory: see pool.h. */
#include "script/pool.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#define BLOCK_BYTES 8192

#if defined(__SANITIZE_ADDRESS__)
#define POOLED_MAX 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POOLED_MAX 0
#endif
#endif
#ifndef POOLED_MAX
#define POOLED_MAX (POOL_STEP * POOL_SIZES)
#endif

struct pool_piece {
	struct pool_piece	*next;
};

struct pool_block {
	struct pool_block	*next;
	_Alignas(POOL_STEP) char data[BLOCK_BYTES];
};

static size_t
size_class(size_t size)
{
	return ((size - 1) / POOL_STEP);
}

/* A new block, cut into pieces of that size. */
static void
pool_fill(struct pool *p, size_t class)
{
	struct pool_block *b = must_alloc(sizeof(*b));
	size_t size = (class + 1) * POOL_STEP, at;

	b->next = p->blocks;
	p->blocks = b;
	for (at = 0; at + size <= BLOCK_BYTES; at += size) {
		struct pool_piece *piece = (struct pool_piece *)(b->data + at);

		piece->next = p->free[class];
		p->free[class] = piece;
	}
}

static void *
pool_take(struct pool *p, size_t size)
{
	size_t class = size_class(size);
	struct pool_piece *piece;

	if (size > POOLED_MAX)
		return (must_alloc(size));
	if (p->free[class] == NULL)
		pool_fill(p, class);
	piece = p->free[class];
	p->free[class] = piece->next;
	return (piece);
}

static void
pool_give(struct pool *p, void *at, size_t size)
{
	struct pool_piece *piece = at;
	size_t class;

	if (size > POOLED_MAX) {
		free(at);
		return;
	}
	class = size_class(size);
	piece->next = p->free[class];
	p->free[class] = piece;
}

void *
pool_resize(struct pool *p, void *at, size_t old, size_t size)
{
	void *now;

	if (at == NULL)
		return (size > 0 ? pool_take(p, size) : NULL);
	if (old > POOLED_MAX && size > POOLED_MAX)
		return (must_realloc(at, size));
	if (old > 0 && old <= POOLED_MAX && size > 0 &&
	    size_class(old) == size_class(size))
		return (at);
	now = size > 0 ? pool_take(p, size) : NULL;
	if (now != NULL && old > 0)
		memcpy(now, at, old < size ? old : size);
	if (old > 0)
		pool_give(p, at, old);
	return (now);
}

void
pool_cleanup(struct pool *p)
{
	struct pool_block *b;

	while ((b = p->blocks) != NULL) {
		p->blocks = b->next;
		free(b);
	}
	memset(p, 0, sizeof(*p));
}
