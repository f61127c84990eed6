/* Small pieces of memory: kept apart, handed out again, copied when they
 * grow. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "script/pool.h"
#include "../unit.h"

#define PIECES 2000
#define LARGEST 600

static char *piece[PIECES];
static size_t size[PIECES];

/* Each piece is filled with a letter of its own. */
static bool
whole(int i)
{
	size_t k;

	for (k = 0; k < size[i]; k++)
		if (piece[i][k] != (char)('a' + i % 26))
			return (false);
	return (true);
}

/* Numbers that look random, the same in each run. */
static size_t
dice(void)
{
	static uint32_t seed = 7;

	seed = seed * 1664525 + 1013904223;
	return (seed >> 8);
}

TEST(pieces_are_apart_whatever_becomes_of_the_others)
{
	struct pool pool = { 0 };
	size_t now;
	bool good = true;
	int i, round;

	memset(size, 0, sizeof(size));
	memset(piece, 0, sizeof(piece));
	for (round = 0; round < 20; round++)
		for (i = 0; i < PIECES; i++) {
			good = good && whole(i);
			now = dice() % LARGEST;
			piece[i] = pool_resize(&pool, piece[i], size[i], now);
			if (now < size[i])
				size[i] = now;
			good = good && whole(i);
			size[i] = now;
			if (now > 0)
				memset(piece[i], 'a' + i % 26, now);
		}
	CHECK(good);
	for (i = 0; i < PIECES; i++)
		CHECK(pool_resize(&pool, piece[i], size[i], 0) == NULL);
	pool_cleanup(&pool);
}

TEST(nothing_stays_nothing)
{
	struct pool pool = { 0 };
	void *p;

	CHECK(pool_resize(&pool, NULL, 0, 0) == NULL);
	CHECK((p = pool_resize(&pool, NULL, 0, 1)) != NULL);
	CHECK(pool_resize(&pool, p, 1, 0) == NULL);
	pool_cleanup(&pool);
	pool_cleanup(&pool);
}
