/*
 * What somebody may have meant: titles that sound like what was typed
 * (pinyin, or other characters with the same sound, or nearly the same), or
 * that look like it (search_shape.c).  Only titles are asked: they are few
 * words, chosen with care, and what is suggested is there.
 */
#include <string.h>

#include "base/han.h"
#include "base/utf8.h"
#include "cms/search_inside.h"

#define SYLLABLES_MAX 32
#define SOUND_MAX 60		/* letters of a query that is taken for pinyin */
#define NEAR_MAX 16		/* other ways to write a sound */
#define NEAR_SYLLABLES 4

/* ---- the same sound */

/* All words as one, with ü as it is typed. */
static const char *
words_joined(struct arena *a, const struct search_words *w)
{
	struct buf text = { 0 };
	const char *joined, *p;
	size_t i;

	for (i = 0; i < w->count; i++)
		for (p = w->word[i]; *p != '\0'; p++)
			if (strncmp(p, "ü", strlen("ü")) != 0)
				buf_char(&text, *p);
			else {
				buf_char(&text, 'v');
				p += strlen("ü") - 1;
			}
	joined = arena_text(a, buf_string(&text));
	buf_cleanup(&text);
	return (joined);
}

/* The query as syllables: typed as such, or as it is read. */
static size_t
query_syllables(struct arena *a, const struct search_words *w,
    const char **out, size_t room)
{
	struct buf text = { 0 };
	size_t count;
	char *rest, *one;

	buf_text(&text, words_joined(a, w));
	if (text.length <= SOUND_MAX && (count = search_syllables(a,
	    arena_text(a, buf_string(&text)), out, room)) > 0) {
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

/* Columns have names that people look for, and there are few of them. */
static enum err
guess_columns(struct site *site, struct arena *a,
    const char *const *syllables, size_t count, const char **out,
    struct fault *f)
{
	struct json *rows;
	struct search_spoken t;
	enum err e = db_all(site->db, a, &rows, f,
	    "SELECT title FROM \"column\" ORDER BY id LIMIT 500");

	if (e == ERR_OK)
		json_each(row, rows) {
			search_speak(a, json_get_text(row, "title", ""), &t);
			*out = search_sounds_like(a, &t, syllables, count);
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
	const char *syllables[SYLLABLES_MAX];
	size_t i, count = query_syllables(a, w, syllables, SYLLABLES_MAX);
	struct search_votes votes = { .count = 0 };
	struct search_spoken t;
	struct search_ids ids;
	enum err e;

	if (count < 2)
		return (ERR_OK);
	e = search_ids(site, a, SEARCH_TITLES, sound_expression(a, syllables,
	    count), filter, SEARCH_GUESSED, &ids, f);
	for (i = 0; e == ERR_OK && i < ids.count; i++) {
		e = search_title_spoken(site, a, ids.id[i], &t, f);
		search_vote(&votes, search_sounds_like(a, &t, syllables,
		    count), 0);
	}
	*out = search_voted(&votes);
	return (e == ERR_OK && *out == NULL ? guess_columns(site, a,
	    syllables, count, out, f) : e);
}

/* ---- nearly the same sound */

/* Sounds that are nearly the query's, as an expression. */
struct near {
	const char	*syllables[NEAR_MAX][SYLLABLES_MAX];
	size_t		 length[NEAR_MAX], count;
};

static const char *
near_read(struct arena *a, const struct search_words *w, struct near *out)
{
	const char *syllables[SYLLABLES_MAX], *near[NEAR_MAX], *text;
	size_t count = query_syllables(a, w, syllables, SYLLABLES_MAX), i;
	const char *joined = words_joined(a, w);
	struct buf letters = { 0 }, b = { 0 };
	bool typed = strspn(joined, "abcdefghijklmnopqrstuvwxyz") ==
	    strlen(joined);

	for (i = 0; i < count && !typed; i++)
		buf_text(&letters, syllables[i]);
	out->count = !typed && (count < 2 || count > NEAR_SYLLABLES) ? 0 :
	    search_near(a, typed ? joined : buf_string(&letters), typed, near,
	    NEAR_MAX);
	for (i = 0; i < out->count; i++) {
		out->length[i] = search_syllables(a, near[i],
		    out->syllables[i], SYLLABLES_MAX);
		buf_printf(&b, "%s%s", i > 0 ? " OR " : "(", sound_expression(
		    a, out->syllables[i], out->length[i]));
	}
	buf_text(&b, out->count > 0 ? ")" : "");
	text = arena_text(a, buf_string(&b));
	buf_cleanup(&letters);
	buf_cleanup(&b);
	return (text);
}

static enum err
guess_by_near(struct site *site, struct arena *a,
    const struct search_words *w, const struct search_filter *filter,
    const char **out, struct fault *f)
{
	struct search_filter newest = *filter;
	struct near *near = arena_get(a, sizeof(*near));
	const char *expression = near_read(a, w, near);
	struct search_ids ids;
	struct search_spoken t;
	size_t k;
	enum err e;

	if (near->count == 0)
		return (ERR_OK);
	if (newest.low < newest.high - SEARCH_NEWEST)
		newest.low = newest.high - SEARCH_NEWEST;
	e = search_ids(site, a, SEARCH_TITLES, expression, &newest, 1, &ids,
	    f);
	if (e != ERR_OK || ids.count == 0)
		return (e);
	e = search_title_spoken(site, a, ids.id[0], &t, f);
	for (k = 0; k < near->count && *out == NULL; k++)
		*out = search_sounds_like(a, &t, near->syllables[k],
		    near->length[k]);
	return (e);
}

/* ---- all of them */

/* Nothing but what was typed is a guess. */
static bool
guess_same(struct arena *a, const struct search_words *w, const char *guess)
{
	struct search_words words;

	search_words_read(a, guess, &words);
	return (strcmp(words_joined(a, w), words_joined(a, &words)) == 0);
}

static enum err
guess_all(struct site *site, struct arena *a, const struct search_words *w,
    const struct search_filter *filter, const char **out, struct fault *f)
{
	enum err e = guess_by_sound(site, a, w, filter, out, f);

	if (e == ERR_OK && *out == NULL)
		e = search_guess_shape(site, a, w, filter, out, f);
	if (e == ERR_OK && *out == NULL)
		e = guess_by_near(site, a, w, filter, out, f);
	if (*out != NULL && guess_same(a, w, *out))
		*out = NULL;
	return (e);
}

/* Of several words those that are nowhere, one by one. */
static enum err
guess_each(struct site *site, struct arena *a, const struct search_words *w,
    const struct search_filter *filter, const char **out, struct fault *f)
{
	struct buf text = { 0 };
	const char *guess;
	bool there = false, any = false;
	size_t i;
	enum err e = ERR_OK;

	for (i = 0; i < w->count && e == ERR_OK; i++) {
		guess = NULL;
		e = search_piece_there(site, a, SEARCH_TEXTS, w->word[i],
		    filter, &there, f);
		if (e == ERR_OK && !there)
			e = guess_all(site, a, &(struct search_words){
			    .word = { w->word[i] }, .count = 1 }, filter,
			    &guess, f);
		any |= guess != NULL;
		buf_printf(&text, "%s%s", i > 0 ? " " : "",
		    guess != NULL ? guess : w->word[i]);
	}
	if (any)
		*out = arena_text(a, buf_string(&text));
	buf_cleanup(&text);
	return (e);
}

enum err
search_guess(struct site *site, struct arena *a,
    const struct search_words *w, const struct search_filter *filter,
    const char **out, struct fault *f)
{
	enum err e;

	*out = NULL;
	e = guess_all(site, a, w, filter, out, f);
	return (e == ERR_OK && *out == NULL && w->count > 1 ?
	    guess_each(site, a, w, filter, out, f) : e);
}
