/*
 * Small pieces of memory for a Lua state, whose values come and go by the
 * thousand with every page: pieces of one size lie in blocks and are handed out
 * again from a list, with a few instructions each.  Blocks stay until the pool
 * is cleaned up.  Under AddressSanitizer all of it is malloc()'s.
 */
#ifndef SCRIPT_POOL_H
#define SCRIPT_POOL_H

#include <stddef.h>

#define POOL_STEP 16		/* bytes between two sizes */
#define POOL_SIZES 16		/* up to 256 bytes; larger ones are malloc()'s */

struct pool {
	struct pool_piece	*free[POOL_SIZES];
	struct pool_block	*blocks;
};

/* Zeroed, it is empty. */
void pool_cleanup(struct pool *p);

/* Never NULL but for a size of 0, which frees.  `old` is the size of `at`, as
 * it was asked for. */
void *pool_resize(struct pool *p, void *at, size_t old, size_t size);

#endif
