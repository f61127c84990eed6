/* Pieces of what isn't there as a whole: see search_inside.h. */
#include <string.h>

#include "base/utf8.h"
#include "cms/search_inside.h"

#define PIECE_MAX 8		/* characters */

enum err
search_piece_there(struct site *site, struct arena *a, const char *piece,
    const struct search_filter *filter, bool *there, struct fault *f)
{
	const struct search_words one = { .word = { piece }, .count = 1 };
	const struct search_question q = { SEARCH_TEXTS, SEARCH_PART, "" };
	struct buf text = { 0 };
	struct search_ids ids;
	enum err e;

	search_expression(&text, &one, &q, NULL);
	e = search_ids(site, a, SEARCH_TEXTS, buf_string(&text), filter, 1,
	    &ids, f);
	buf_cleanup(&text);
	*there = e == ERR_OK && ids.count > 0;
	return (e);
}

/* From left to right, each time the longest piece that is there. */
static enum err
pieces_of(struct site *site, struct arena *a, const char *word,
    const struct search_filter *filter, struct search_words *out,
    struct fault *f)
{
	const char *p = word, *end = word + strlen(word), *q, *piece;
	bool there = false;
	size_t n, k;
	enum err e = ERR_OK;

	while (p < end && out->count < SEARCH_WORDS_MAX && e == ERR_OK) {
		for (n = PIECE_MAX; n >= 2 && e == ERR_OK; n--) {
			for (q = p, k = 0; k < n && q < end; k++)
				utf8_next(&q, end);
			if (k < n)
				continue;
			piece = arena_copy(a, p, (size_t)(q - p));
			e = search_piece_there(site, a, piece, filter, &there,
			    f);
			if (there) {
				out->word[out->count++] = piece;
				p = q;
				break;
			}
		}
		if (!there)
			utf8_next(&p, end);
		there = false;
	}
	return (e);
}

enum err
search_pieces(struct site *site, struct arena *a,
    const struct search_words *w, const struct search_filter *filter,
    struct search_words *out, struct fault *f)
{
	enum err e = ERR_OK;
	size_t i;

	memset(out, 0, sizeof(*out));
	out->cut = w->cut;
	for (i = 0; i < w->count && e == ERR_OK; i++)
		if (!search_word_latin(w->word[i]))
			e = pieces_of(site, a, w->word[i], filter, out, f);
	return (e);
}
