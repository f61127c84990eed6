/*
 * Memory that goes all at once: one arena a request (or command, or job).
 * Never returns NULL: what comes in is limited before it is copied, and a
 * process without memory for a request is ended and replaced.  Under ASan
 * what was given back is poisoned.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_alloc(void);
void arena_free(struct arena *a);	/* NULL is allowed */

/* Gives everything back and keeps the first block. */
void arena_reset(struct arena *a);

/* `size` bytes of zeros, aligned for any type. */
void *arena_get(struct arena *a, size_t size);

/* Copies that end with NUL. */
char *arena_copy(struct arena *a, const void *p, size_t length);
char *arena_text(struct arena *a, const char *text);
char *arena_printf(struct arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Bytes given out since the last reset. */
size_t arena_used(const struct arena *a);

/* malloc() that ends the process rather than return NULL. */
void *must_alloc(size_t size);
void *must_realloc(void *p, size_t size);
char *must_text(const char *text);

#endif
