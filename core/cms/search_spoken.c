/* Titles as they are read, and what in them resembles a query: see
 * search_inside.h. */
#include <string.h>

#include "base/han.h"
#include "base/utf8.h"
#include "cms/search_inside.h"

void
search_speak(struct arena *a, const char *title, struct search_spoken *out)
{
	const char *p = title, *end = title + strlen(title), *from;
	struct buf sounds = { 0 };
	char *rest, *one;
	uint32_t c;
	bool letters = false;

	han_pinyin(title, strlen(title), " ", &sounds, NULL);
	rest = arena_text(a, buf_string(&sounds));
	buf_cleanup(&sounds);
	out->count = 0;
	while (p < end && out->count < SEARCH_SPOKEN_MAX) {
		from = p;
		c = han_fold(utf8_next(&p, end));
		one = arena_text(a, "");
		if (c < 0x80 ? han_is_text(c) && !letters :
		    han_sound(c)[0] != '\0')
			one = strsep(&rest, " ");
		letters = c < 0x80 && han_is_text(c);
		out->c[out->count] = c;
		out->sound[out->count] = one != NULL ? one : "";
		out->at[out->count++] = from;
	}
	out->at[out->count] = p;
}

static const char *
piece_of(struct arena *a, const struct search_spoken *t, size_t from, size_t count)
{
	return (arena_copy(a, t->at[from],
	    (size_t)(t->at[from + count] - t->at[from])));
}

const char *
search_sounds_like(struct arena *a, const struct search_spoken *t,
    const char *const *syllables, size_t count)
{
	size_t i, k;

	for (i = 0; i + count <= t->count; i++) {
		for (k = 0; k < count; k++)
			if (strcmp(t->sound[i + k], syllables[k]) != 0)
				break;
		if (k == count)
			return (piece_of(a, t, i, count));
	}
	return (NULL);
}

/* Is the piece the word but for one character that is another, missing or too
 * many?  At its ends only another one counts, or every end would do. */
static bool
piece_near(const uint32_t *piece, size_t length, const uint32_t *word,
    size_t count)
{
	size_t longer = length > count ? length : count;
	size_t shorter = length > count ? count : length;
	size_t head, tail;

	for (head = 0; head < shorter && piece[head] == word[head]; head++)
		continue;
	for (tail = 0; tail < shorter - head && piece[length - 1 - tail] ==
	    word[count - 1 - tail]; tail++)
		continue;
	return (head + tail + 1 >= longer &&
	    (length == count || (head > 0 && tail > 0)));
}

const char *
search_looks_like(struct arena *a, const struct search_spoken *t, const uint32_t *word,
    size_t count)
{
	const size_t lengths[] = { count, count + 1, count - 1 };
	size_t i, k;

	for (k = 0; k < 3; k++)
		for (i = 0; i + lengths[k] <= t->count; i++)
			if (piece_near(t->c + i, lengths[k], word, count))
				return (piece_of(a, t, i, lengths[k]));
	return (NULL);
}
