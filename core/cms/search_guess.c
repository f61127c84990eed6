/*
 * What somebody may have meant: titles that sound like what was typed
 * (pinyin, or other characters with the same sound), or that differ in one
 * character; and what to suggest while somebody types.  Only titles are
 * asked: they are few words, chosen with care, and what is suggested is there.
 */
#include <string.h>

#include "base/han.h"
#include "base/utf8.h"
#include "cms/search_inside.h"

#define TITLES 60		/* that are looked at */
#define SOUND_MAX 60		/* letters of a query that is taken for pinyin */
#define PIECE_MAX 8		/* characters */

/* A title as characters, each with its syllable ("" for none). */
struct spoken {
	uint32_t	 c[200];
	const char	*sound[200];
	const char	*at[201];
	size_t		 count;
};

static void
title_speak(struct arena *a, const char *title, struct spoken *out)
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
	while (p < end && out->count < 200) {
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
piece_of(struct arena *a, const struct spoken *t, size_t from, size_t count)
{
	return (arena_copy(a, t->at[from],
	    (size_t)(t->at[from + count] - t->at[from])));
}

/* ---- the same sound */

/* The piece of the title that is read like the syllables, or NULL. */
static const char *
piece_by_sound(struct arena *a, const struct spoken *t,
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

/* Cuts "dangjian" into syllables, the longest first; steps back where the rest
 * can't be cut.  0: it is no pinyin. */
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

/* The query as syllables: typed as such, or as it is read. */
static size_t
query_syllables(struct arena *a, const struct search_words *w,
    const char **out, size_t room)
{
	struct buf text = { 0 };
	int steps = 2000;
	size_t i, count;
	char *rest, *one;

	for (i = 0; i < w->count && w->word[i] != NULL; i++)
		buf_text(&text, w->word[i]);
	if (text.length <= SOUND_MAX && (count = syllables_cut(a,
	    arena_text(a, buf_string(&text)), out, room, &steps)) > 0) {
		buf_cleanup(&text);
		return (count);
	}
	count = 0;
	rest = arena_text(a, buf_string(&text));
	buf_reset(&text);
	han_pinyin(rest, strlen(rest), " ", &text, NULL);
	rest = arena_text(a, buf_string(&text));
	buf_cleanup(&text);
	while ((one = strsep(&rest, " ")) != NULL && one[0] != '\0')
		if (count < room)
			out[count++] = one;
	return (count);
}

static enum err
title_of(struct site *site, struct arena *a, int64_t id, struct json **out,
    struct fault *f)
{
	return (db_one(site->db, a, out, f,
	    "SELECT l.title || coalesce((SELECT group_concat(' ' || value, '')"
	    " FROM json_each(l.tags)), '') AS title FROM search_doc d"
	    " JOIN live l ON l.entry = d.entry WHERE d.id = :id",
	    DB_INT(":id", id)));
}

/* Columns have names that people look for, and there are few of them. */
static enum err
guess_columns(struct site *site, struct arena *a,
    const char *const *syllables, size_t count, const char **out,
    struct fault *f)
{
	struct json *rows;
	struct spoken t;
	enum err e = db_all(site->db, a, &rows, f,
	    "SELECT title FROM \"column\" ORDER BY id LIMIT 500");

	if (e == ERR_OK)
		json_each(row, rows) {
			title_speak(a, json_get_text(row, "title", ""), &t);
			*out = piece_by_sound(a, &t, syllables, count);
			if (*out != NULL)
				break;
		}
	return (e);
}

static const char *
sound_expression(struct arena *a, const char *const *syllables, size_t count)
{
	struct buf b = { 0 };
	const char *text;
	size_t i;

	buf_char(&b, '"');
	for (i = 0; i < count; i++)
		buf_printf(&b, SEARCH_SOUND "%s", syllables[i]);
	buf_char(&b, '"');
	text = arena_text(a, buf_string(&b));
	buf_cleanup(&b);
	return (text);
}

static enum err
guess_by_sound(struct site *site, struct arena *a,
    const struct search_words *w, const struct search_filter *filter,
    const char **out, struct fault *f)
{
	const char *syllables[32];
	size_t i, count = query_syllables(a, w, syllables, 32);
	struct search_ids ids;
	struct spoken t;
	struct json *row;
	enum err e;

	if (count < 2)
		return (ERR_OK);
	e = search_ids(site, a, SEARCH_TITLES, sound_expression(a, syllables,
	    count), filter, TITLES, &ids, f);
	for (i = 0; e == ERR_OK && i < ids.count && *out == NULL; i++) {
		e = title_of(site, a, ids.id[i], &row, f);
		if (e != ERR_OK || row == NULL)
			continue;
		title_speak(a, json_get_text(row, "title", ""), &t);
		*out = piece_by_sound(a, &t, syllables, count);
	}
	return (e == ERR_OK && *out == NULL ? guess_columns(site, a,
	    syllables, count, out, f) : e);
}

/* ---- one character is another */

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

static const char *
piece_by_shape(struct arena *a, const struct spoken *t, const uint32_t *word,
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

static size_t
word_characters(const char *word, uint32_t *out, size_t room)
{
	const char *p = word, *end = word + strlen(word);
	size_t n;

	for (n = 0; n < room && p < end; n++)
		out[n] = utf8_next(&p, end);
	return (n);
}

/* Titles with the word's first or last two characters. */
static const char *
shape_expression(struct arena *a, const char *word)
{
	const char *p = word, *end = word + strlen(word), *q = end;
	int i;

	for (i = 0; i < 2; i++) {
		utf8_next(&p, end);
		do
			q--;
		while (((unsigned char)*q & 0xC0) == 0x80);
	}
	return (arena_printf(a, "(\"%.*s\" OR \"%s\")", (int)(p - word), word,
	    q));
}

static enum err
guess_by_shape(struct site *site, struct arena *a,
    const struct search_words *w, const struct search_filter *filter,
    const char **out, struct fault *f)
{
	uint32_t c[32];
	size_t i, count = word_characters(w->word[0], c, 32);
	struct search_ids ids;
	struct spoken t;
	struct json *row;
	enum err e;

	if (w->count != 1 || count < 3 || count == 32)
		return (ERR_OK);
	e = search_ids(site, a, SEARCH_TITLES,
	    shape_expression(a, w->word[0]), filter, TITLES, &ids, f);
	for (i = 0; e == ERR_OK && i < ids.count && *out == NULL; i++) {
		e = title_of(site, a, ids.id[i], &row, f);
		if (e != ERR_OK || row == NULL)
			continue;
		title_speak(a, json_get_text(row, "title", ""), &t);
		*out = piece_by_shape(a, &t, c, count);
	}
	return (e);
}

enum err
search_guess(struct site *site, struct arena *a,
    const struct search_words *w, const struct search_filter *filter,
    const char **out, struct fault *f)
{
	enum err e;

	*out = NULL;
	e = guess_by_sound(site, a, w, filter, out, f);
	if (e == ERR_OK && *out == NULL)
		e = guess_by_shape(site, a, w, filter, out, f);
	return (e);
}

/* ---- pieces of what isn't there as a whole */

static enum err
piece_there(struct site *site, struct arena *a, const char *piece,
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
			e = piece_there(site, a, piece, filter, &there, f);
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
