/*
 * Pinyin: cut into syllables, and what somebody may have meant who typed
 * nearly that.  See search_inside.h.
 */
#include <string.h>

#include "base/han.h"
#include "cms/search_inside.h"

#define LETTERS_MAX 24
#define STEPS_MAX 2000

static size_t
syllables_cut(struct arena *a, const char *p, const char **out, size_t room,
    int *steps)
{
	size_t n, length = strlen(p), rest;

	if (length == 0 || room == 0 || --*steps < 0)
		return (0);
	for (n = length < 6 ? length : 6; n > 0; n--) {
		if (!han_is_syllable(p, n))
			continue;
		out[0] = arena_copy(a, p, n);
		if (n == length)
			return (1);
		rest = syllables_cut(a, p + n, out + 1, room - 1, steps);
		if (rest > 0)
			return (rest + 1);
	}
	return (0);
}

size_t
search_syllables(struct arena *a, const char *letters, const char **out,
    size_t room)
{
	int steps = STEPS_MAX;

	return (syllables_cut(a, letters, out, room, &steps));
}

/* ---- near misses */

struct misses {
	struct arena	*arena;
	const char	*letters;	/* what was typed */
	const char	**out;
	size_t		 count, room;
};

/* `take` letters at `at` are others: pinyin of two syllables or more? */
static void
miss_add(struct misses *m, size_t at, size_t take, const char *others)
{
	const char *text = arena_printf(m->arena, "%.*s%s%s", (int)at,
	    m->letters, others, m->letters + at + take), *unused[LETTERS_MAX];
	size_t i;

	if (m->count == m->room || strcmp(text, m->letters) == 0 ||
	    search_syllables(m->arena, text, unused, LETTERS_MAX) < 2)
		return;
	for (i = 0; i < m->count; i++)
		if (strcmp(m->out[i], text) == 0)
			return;
	m->out[m->count++] = text;
}

/* What many people don't tell apart. */
static void
misses_heard(struct misses *m)
{
	static const char *const pairs[][2] = { { "ng", "n" }, { "n", "ng" },
	    { "zh", "z" }, { "z", "zh" }, { "ch", "c" }, { "c", "ch" },
	    { "sh", "s" }, { "s", "sh" }, { "l", "n" }, { "n", "l" },
	    { "r", "l" }, { "f", "h" }, { "h", "f" }, { "nu", "nv" },
	    { "lu", "lv" } };
	size_t i, k, length;

	for (i = 0; m->letters[i] != '\0'; i++)
		for (k = 0; k < sizeof(pairs) / sizeof(pairs[0]); k++) {
			length = strlen(pairs[k][0]);
			if (strncmp(m->letters + i, pairs[k][0], length) == 0)
				miss_add(m, i, length, pairs[k][1]);
		}
}

/* Two letters changed places, one is missing, too many or another. */
static void
misses_typed(struct misses *m)
{
	static const char *const missing[] = { "i", "a", "u", "o", "e", "n",
	    "g", "h" };
	size_t i, k, length = strlen(m->letters);

	for (i = 0; i + 1 < length; i++)
		miss_add(m, i, 2, (char[]){ m->letters[i + 1], m->letters[i],
		    '\0' });
	for (i = 0; i < length; i++)
		miss_add(m, i, 1, "");
	for (i = 0; i <= length; i++)
		for (k = 0; k < sizeof(missing) / sizeof(missing[0]); k++)
			miss_add(m, i, 0, missing[k]);
	for (i = 0; i < length; i++)
		for (k = 0; k < 5; k++)
			miss_add(m, i, 1, missing[k]);
}

size_t
search_near(struct arena *a, const char *letters, bool typed,
    const char **out, size_t room)
{
	struct misses m = { a, letters, out, 0, room };

	if (strlen(letters) >= LETTERS_MAX)
		return (0);
	misses_heard(&m);
	if (typed)
		misses_typed(&m);
	return (m.count);
}
