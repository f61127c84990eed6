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

enum err
search_title_spoken(struct site *site, struct arena *a, int64_t id,
    struct search_spoken *out, struct fault *f)
{
	struct json *row = NULL;
	enum err e = db_one(site->db, a, &row, f,
	    "SELECT l.title || coalesce((SELECT group_concat(' ' || value, '')"
	    " FROM json_each(l.tags)), '') AS title FROM search_doc d"
	    " JOIN live l ON l.entry = d.entry WHERE d.id = :id",
	    DB_INT(":id", id));

	search_speak(a, json_get_text(row, "title", ""), out);
	return (e);
}

const char *
search_spoken_piece(struct arena *a, const struct search_spoken *t,
    size_t from, size_t count)
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
			return (search_spoken_piece(a, t, i, count));
	}
	return (NULL);
}

/* ---- which of several */

void
search_vote(struct search_votes *v, const char *text, int kind)
{
	size_t i;

	if (text == NULL)
		return;
	for (i = 0; i < v->count; i++)
		if (strcmp(v->text[i], text) == 0)
			break;
	if (i == SEARCH_VOTES)
		return;
	if (i == v->count) {
		v->text[v->count] = text;
		v->kind[v->count] = kind;
		v->votes[v->count++] = 0;
	}
	v->votes[i]++;
}

const char *
search_voted(const struct search_votes *v)
{
	size_t i, best = 0;

	for (i = 1; i < v->count; i++)
		if (v->kind[i] < v->kind[best] || (v->kind[i] ==
		    v->kind[best] && v->votes[i] > v->votes[best]))
			best = i;
	return (v->count > 0 ? v->text[best] : NULL);
}
