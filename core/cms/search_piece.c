/* Pieces of what isn't there as a whole: see search_inside.h. */
#include <string.h>

#include "base/utf8.h"
#include "cms/search_inside.h"

#define PIECE_MAX 40		/* characters */
#define PIECE_MIN 2

/* In titles pairs have an order: there the piece is asked for as it stands. */
enum err
search_piece_there(struct site *site, struct arena *a,
    enum search_table table, const char *piece,
    const struct search_filter *filter, bool *there, struct fault *f)
{
	const struct search_words one = { .word = { piece }, .count = 1 };
	const struct search_question q = { table, SEARCH_PART, "" };
	struct buf text = { 0 };
	struct search_ids ids;
	enum err e;

	if (table == SEARCH_TITLES)
		buf_printf(&text, "\"%s\"", piece);
	else
		search_expression(&text, &one, &q, NULL);
	e = search_ids(site, a, table, buf_string(&text), filter, 1, &ids, f);
	buf_cleanup(&text);
	*there = e == ERR_OK && ids.count > 0;
	return (e);
}

/* ---- where a word may be cut */

struct piece {
	struct site	*site;
	struct arena	*arena;
	enum search_table table;
	const struct search_filter *filter;
	struct fault	*fault;
	const char	*at[PIECE_MAX + 1];	/* of characters from here on */
	size_t		 room;			/* how many there are */
};

static bool
is_plain(char c)
{
	return ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'));
}

/* Never between two digits or letters. */
static bool
cut_fits(const struct piece *p, size_t n)
{
	const char *cut = p->at[n];

	return (!is_plain(*cut) || !is_plain(*(cut - 1)));
}

static void
piece_begin(struct piece *p, const char *word, const char *end)
{
	p->room = 0;
	p->at[0] = word;
	do {
		utf8_next(&word, end);
		p->at[++p->room] = word;
	} while (p->room < PIECE_MAX && word < end);
}

static enum err
piece_there(const struct piece *p, size_t n, bool *there)
{
	return (search_piece_there(p->site, p->arena, p->table,
	    arena_copy(p->arena, p->at[0], (size_t)(p->at[n] - p->at[0])),
	    p->filter, there, p->fault));
}

/* The longest that is there: what has a piece has each shorter one.  0: none */
static enum err
piece_longest(const struct piece *p, size_t *out)
{
	size_t low = PIECE_MIN - 1, high = p->room, n;
	bool there = false;
	enum err e = ERR_OK;

	for (n = PIECE_MIN; low < high && e == ERR_OK;
	    n = (low + high + 1) / 2) {
		e = piece_there(p, n, &there);
		if (there)
			low = n;
		else
			high = n - 1;
	}
	while (low >= PIECE_MIN && !cut_fits(p, low))
		low--;
	*out = low >= PIECE_MIN ? low : 0;
	return (e);
}

static enum err
pieces_of(struct piece *p, const char *word, struct search_words *out)
{
	const char *end = word + strlen(word);
	size_t n = 0;
	enum err e = ERR_OK;

	while (word < end && out->count < SEARCH_WORDS_MAX && e == ERR_OK) {
		piece_begin(p, word, end);
		e = piece_longest(p, &n);
		if (n > 0)
			out->word[out->count++] = arena_copy(p->arena, word,
			    (size_t)(p->at[n] - word));
		else
			for (n = 1; n < p->room && !cut_fits(p, n); n++)
				continue;
		word = p->at[n];
	}
	return (e);
}

/* Digits of a number with signs say nothing without the others. */
static bool
is_broken(const struct search_words *w, size_t i)
{
	return (w->inside[i] && strspn(w->word[i], "0123456789") ==
	    strlen(w->word[i]));
}

enum err
search_pieces(struct site *site, struct arena *a,
    const struct search_words *w, enum search_table table,
    const struct search_filter *filter, struct search_words *out,
    struct fault *f)
{
	struct piece p = { .site = site, .arena = a, .table = table,
	    .filter = filter, .fault = f };
	bool there;
	enum err e = ERR_OK;
	size_t i;

	memset(out, 0, sizeof(*out));
	out->q = w->q;
	out->simple = w->simple;
	out->cut = w->cut;
	for (i = 0; i < w->count && e == ERR_OK; i++) {
		there = false;
		if (is_broken(w, i))
			continue;
		if (!search_word_latin(w->word[i]))
			e = pieces_of(&p, w->word[i], out);
		else
			e = search_piece_there(site, a, table, w->word[i],
			    filter, &there, f);
		if (there && out->count < SEARCH_WORDS_MAX)
			out->word[out->count++] = w->word[i];
	}
	return (e);
}
