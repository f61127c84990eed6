/*
 * Titles with what looks like a query: one character is another, missing, too
 * many, or two of them changed places.  See search_inside.h.
 */
#include <string.h>

#include "base/utf8.h"
#include "cms/search_inside.h"

#define SHORTEST 3		/* characters of what may look like others */
#define LONGEST 32

/* How a piece differs from the word, the likeliest first. */
enum { SWAPPED, LONGER, OTHER, SHORTER, UNLIKE };

/* At its ends only another one counts, or every end would do. */
static int
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
	if (length == count && head + tail + 2 == length &&
	    piece[head] == word[head + 1] && piece[head + 1] == word[head])
		return (SWAPPED);
	if (head + tail + 1 < longer)
		return (UNLIKE);
	if (length == count)
		return (OTHER);
	if (head == 0 || tail == 0)
		return (UNLIKE);
	return (length > count ? LONGER : SHORTER);
}

/* The title's piece that is most like the word. */
static const char *
looks_like(struct arena *a, const struct search_spoken *t,
    const uint32_t *word, size_t count, int *kind)
{
	const size_t lengths[] = { count, count + 1, count - 1 };
	size_t i, k, from = 0, length = 0;
	int one;

	*kind = UNLIKE;
	for (k = 0; k < 3; k++)
		for (i = 0; i + lengths[k] <= t->count; i++) {
			one = piece_near(t->c + i, lengths[k], word, count);
			if (one < *kind) {
				*kind = one;
				from = i;
				length = lengths[k];
			}
		}
	return (*kind == UNLIKE ? NULL :
	    search_spoken_piece(a, t, from, length));
}

static void
expression_part(struct buf *out, const uint32_t *c, size_t count)
{
	char one[4];
	size_t i;

	buf_char(out, '"');
	for (i = 0; i < count; i++)
		buf_append(out, one, utf8_put(one, c[i]));
	buf_char(out, '"');
}

/* All its characters, in any order: nothing is another, then. */
static void
expression_same(struct buf *out, const uint32_t *c, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		buf_text(out, i > 0 ? " AND " : "(");
		expression_part(out, c + i, 1);
	}
	buf_char(out, ')');
}

/* One of its halves, or both ends of three characters. */
static void
expression_half(struct buf *out, const uint32_t *c, size_t count)
{
	size_t half = count < 4 ? 2 : count / 2;

	buf_char(out, '(');
	expression_part(out, c, half);
	buf_text(out, " OR ");
	expression_part(out, c + count - half, half);
	if (count == 3) {
		buf_text(out, " OR (");
		expression_part(out, c, 1);
		buf_text(out, " AND ");
		expression_part(out, c + 2, 1);
		buf_char(out, ')');
	}
	buf_char(out, ')');
}

static enum err
titles_ask(struct site *site, struct arena *a, const struct buf *expression,
    const struct search_filter *filter, const uint32_t *c, size_t count,
    const char **out, struct fault *f)
{
	struct search_votes votes = { .count = 0 };
	struct search_spoken t;
	struct search_ids ids;
	const char *piece;
	size_t i;
	int kind;
	enum err e = search_ids(site, a, SEARCH_TITLES,
	    buf_string(expression), filter, SEARCH_GUESSED, &ids, f);

	for (i = 0; e == ERR_OK && i < ids.count; i++) {
		e = search_title_spoken(site, a, ids.id[i], &t, f);
		piece = looks_like(a, &t, c, count, &kind);
		search_vote(&votes, piece, kind);
	}
	*out = search_voted(&votes);
	return (e);
}

enum err
search_guess_shape(struct site *site, struct arena *a,
    const struct search_words *w, const struct search_filter *filter,
    const char **out, struct fault *f)
{
	const char *p = w->count > 0 ? w->word[0] : "", *end = p + strlen(p);
	struct search_filter newest = *filter;
	struct buf expression = { 0 };
	uint32_t c[LONGEST];
	size_t count;
	enum err e;

	for (count = 0; count < LONGEST && p < end; count++)
		c[count] = utf8_next(&p, end);
	if (w->count != 1 || count < SHORTEST || p < end)
		return (ERR_OK);
	if (newest.low < newest.high - SEARCH_NEWEST)
		newest.low = newest.high - SEARCH_NEWEST;
	expression_same(&expression, c, count);
	e = titles_ask(site, a, &expression, &newest, c, count, out, f);
	if (e == ERR_OK && *out == NULL) {
		buf_reset(&expression);
		expression_half(&expression, c, count);
		e = titles_ask(site, a, &expression, filter, c, count, out,
		    f);
	}
	buf_cleanup(&expression);
	return (e);
}
