/* Suggestions while somebody types: columns, then what is called so, then
 * titles that have it, newest first. */
#include <string.h>

#include "base/han.h"
#include "cms/search_inside.h"

#define INITIALS_MAX 12		/* letters */
#define LETTERS_MAX 40		/* of pinyin */
#define COLUMNS_MAX 2

/* All words as one where they are letters alone, which may be pinyin: keyboards
 * part its syllables while one types.  NULL where they aren't. */
static const char *
letters_of(struct arena *a, const struct search_words *w)
{
	const char *letters = "";
	size_t i;

	for (i = 0; i < w->count; i++) {
		if (strspn(w->word[i], "abcdefghijklmnopqrstuvwxyz") !=
		    strlen(w->word[i]))
			return (NULL);
		letters = arena_printf(a, "%s%s", letters, w->word[i]);
	}
	return (strlen(letters) > 1 && strlen(letters) <= LETTERS_MAX ?
	    letters : NULL);
}

/* "dangj" → "^Ddang^Dj" *: syllables, the last of which may go on. */
static void
expression_sound(struct buf *out, const char *p)
{
	size_t n, length;

	buf_char(out, '"');
	while (*p != '\0') {
		length = strlen(p);
		for (n = length < 6 ? length : 6; n > 0; n--)
			if (han_is_syllable(p, n))
				break;
		if (n == 0)
			n = length;
		buf_printf(out, SEARCH_SOUND "%.*s", (int)n, p);
		p += n;
	}
	buf_text(out, "\" *");
}

/* "djgz" → "^Edj^Ejg^Egz" */
static void
expression_initials(struct buf *out, const char *word)
{
	buf_text(out, " OR \"");
	for (; word[1] != '\0'; word++)
		buf_printf(out, SEARCH_INITIALS "%.2s", word);
	buf_char(out, '"');
}

static const char *
expression_of(struct arena *a, const struct search_words *w)
{
	const char *letters = letters_of(a, w), *text;
	struct buf b = { 0 };

	search_expression(&b, w, &(struct search_question){ SEARCH_TITLES,
	    SEARCH_PART, " AND " }, NULL);
	if (letters != NULL) {
		buf_text(&b, " OR ");
		expression_sound(&b, letters);
		if (strlen(letters) <= INITIALS_MAX)
			expression_initials(&b, letters);
	}
	text = arena_printf(a, "(%s)", buf_string(&b));
	buf_cleanup(&b);
	return (text);
}

static enum err
columns_suggest(struct site *site, struct arena *a,
    const struct search_words *w, struct json **out, struct fault *f)
{
	struct json *columns, *one;
	enum err e = search_columns(site, a, w, &columns, f);

	*out = json_array(a);
	json_each(column, columns) {
		if ((*out)->length == COLUMNS_MAX)
			break;
		one = json_add(*out, json_object(a));
		json_put_text(a, one, "text", json_get_text(column, "title",
		    ""));
		json_put_text(a, one, "url", json_get_text(column, "url",
		    ""));
	}
	return (e);
}

static bool
is_suggested(const struct json *list, const char *url)
{
	json_each(one, list)
		if (strcmp(json_get_text(one, "url", ""), url) == 0)
			return (true);
	return (false);
}

static enum err
title_suggest(struct site *site, struct arena *a, int64_t id,
    struct json *out, struct fault *f)
{
	struct json *row = NULL, *view = NULL, *one;
	enum err e = db_one(site->db, a, &row, f,
	    "SELECT entry FROM search_doc WHERE id = :id",
	    DB_INT(":id", id));

	if (e == ERR_OK && row != NULL)
		e = search_summary(site, a, json_get_int(row, "entry", 0),
		    &view, f);
	if (view == NULL || is_suggested(out, json_get_text(view, "url", "")))
		return (e);
	one = json_add(out, json_object(a));
	json_put_text(a, one, "text", json_get_text(view, "title", ""));
	json_put_text(a, one, "url", json_get_text(view, "url", ""));
	return (e);
}

static enum err
titles_suggest(struct site *site, struct arena *a, const char *expression,
    struct json *out, struct fault *f)
{
	const struct search_filter all = { .names = "",
	    .high = INT64_MAX };
	struct search_ids ids;
	size_t i;
	enum err e = search_ids(site, a, SEARCH_TITLES, expression, &all,
	    SEARCH_SUGGESTIONS, &ids, f);

	for (i = 0; e == ERR_OK && i < ids.count &&
	    out->length < SEARCH_SUGGESTIONS; i++)
		e = title_suggest(site, a, ids.id[i], out, f);
	return (e);
}

enum err
search_suggest(struct site *site, struct arena *a, const char *q,
    struct json **out, struct fault *f)
{
	struct search_words words;
	enum err e;

	search_words_read(a, q, &words);
	e = columns_suggest(site, a, &words, out, f);
	if (e != ERR_OK || words.count == 0)
		return (e);
	e = titles_suggest(site, a, search_title_named(a, &words, true), *out,
	    f);
	return (e == ERR_OK ? titles_suggest(site, a, expression_of(a,
	    &words), *out, f) : e);
}
