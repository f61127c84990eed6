/* Arenas: see arena.h. */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISONS 1
#endif
#endif
#ifdef ARENA_POISONS
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#endif

#define ARENA_BLOCK (16 * 1024 - 64)
#define ARENA_ALIGN 16

struct arena_block {
	struct arena_block	*next;
	size_t			size, used;
	_Alignas(ARENA_ALIGN) char data[];
};

struct arena {
	struct arena_block	*block;	/* the newest; the first is last */
	size_t			used;
};

void *
must_alloc(size_t size)
{
	void *p = malloc(size > 0 ? size : 1);

	if (p == NULL) {
		fprintf(stderr, "out of memory: %zu bytes\n", size);
		abort();
	}
	return (p);
}

void *
must_realloc(void *p, size_t size)
{
	void *q = realloc(p, size > 0 ? size : 1);

	if (q == NULL) {
		fprintf(stderr, "out of memory: %zu bytes\n", size);
		abort();
	}
	return (q);
}

char *
must_text(const char *text)
{
	size_t size = strlen(text) + 1;

	return (memcpy(must_alloc(size), text, size));
}

static struct arena_block *
arena_block(size_t size, struct arena_block *next)
{
	struct arena_block *b = must_alloc(sizeof(*b) + size);

	b->next = next;
	b->size = size;
	b->used = 0;
	ASAN_POISON_MEMORY_REGION(b->data, size);
	return (b);
}

struct arena *
arena_alloc(void)
{
	struct arena *a = must_alloc(sizeof(*a));

	a->block = arena_block(ARENA_BLOCK, NULL);
	a->used = 0;
	return (a);
}

void
arena_reset(struct arena *a)
{
	struct arena_block *b;

	while (a->block->next != NULL) {
		b = a->block;
		a->block = b->next;
		ASAN_UNPOISON_MEMORY_REGION(b->data, b->size);
		free(b);
	}
	a->block->used = a->used = 0;
	ASAN_POISON_MEMORY_REGION(a->block->data, a->block->size);
}

void
arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	arena_reset(a);
	ASAN_UNPOISON_MEMORY_REGION(a->block->data, a->block->size);
	free(a->block);
	free(a);
}

/* As arena_get(), with whatever the bytes were before. */
static void *
arena_take(struct arena *a, size_t size)
{
	size_t need;
	void *p;

	if (size > SIZE_MAX / 2)
		abort();
	need = (size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
	if (need > a->block->size - a->block->used)
		a->block = arena_block(
		    need > ARENA_BLOCK ? need : ARENA_BLOCK, a->block);
	p = a->block->data + a->block->used;
	a->block->used += need;
	a->used += need;
	ASAN_UNPOISON_MEMORY_REGION(p, size);
	return (p);
}

void *
arena_get(struct arena *a, size_t size)
{
	return (memset(arena_take(a, size), 0, size));
}

char *
arena_copy(struct arena *a, const void *p, size_t length)
{
	char *copy;

	if (length > SIZE_MAX / 2)
		abort();
	copy = arena_take(a, length + 1);
	if (length > 0)
		memcpy(copy, p, length);
	copy[length] = '\0';
	return (copy);
}

char *
arena_text(struct arena *a, const char *text)
{
	return (arena_copy(a, text, strlen(text)));
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	char here[256], *text;	/* most are short: written once, and copied */
	va_list ap;
	int length;

	va_start(ap, fmt);
	length = vsnprintf(here, sizeof(here), fmt, ap);
	va_end(ap);
	if (length < 0)
		abort();
	if ((size_t)length < sizeof(here))
		return (arena_copy(a, here, (size_t)length));
	text = arena_take(a, (size_t)length + 1);
	va_start(ap, fmt);
	vsnprintf(text, (size_t)length + 1, fmt, ap);
	va_end(ap);
	return (text);
}

size_t
arena_used(const struct arena *a)
{
	return (a->used);
}
