/*
 * Asking the index: see search.h.  The order of what is found comes from the
 * order of the questions: titles first, then texts, synonyms, attachments;
 * each gives row numbers with the newest first, and a bounded number of them,
 * so that the work doesn't grow with the site.
 */
#include "cms/search.h"

#include <string.h>

#include "cms/column.h"
#include "cms/search_inside.h"

/* ---- filters */

static enum err
filter_columns(struct search_found *s, const char *path, struct buf *out)
{
	struct json *rows;
	enum err e = db_all(s->site->db, s->arena, &rows, s->fault,
	    "SELECT id FROM \"column\" WHERE path = :path OR"
	    " (path > :path || '/' AND path < :path || '0')",
	    DB_TEXT(":path", path));

	if (e != ERR_OK)
		return (e);
	if (rows->length == 0)
		return (fault_set(s->fault, ERR_NOT_FOUND, "column.unknown",
		    "column", "%s", path));
	json_each(row, rows)
		buf_printf(out, "%s\"\x02k%lld\"", row == rows->first ? "(" :
		    " OR ", (long long)json_get_int(row, "id", 0));
	buf_char(out, ')');
	return (ERR_OK);
}

/* Only what a type's name may have: it goes into an expression. */
static void
filter_type(const char *type, struct buf *out)
{
	if (out->length > 0)
		buf_text(out, " AND ");
	buf_text(out, "\"\x02t");
	for (; *type != '\0'; type++)
		if (*type != '"' && (unsigned char)*type > ' ')
			buf_char(out, *type);
	buf_char(out, '"');
}

/* Numbers rise with the time of publication. */
static enum err
filter_times(struct search_found *s, int64_t from, int64_t to)
{
	enum err e;

	s->filter.low = 0;
	s->filter.high = 0;
	e = db_value(s->site->db, &s->filter.high, s->fault,
	    "SELECT max(id) FROM search_doc");
	if (e == ERR_OK && from != 0) {
		s->filter.low = INT64_MAX;
		e = db_value(s->site->db, &s->filter.low, s->fault,
		    "SELECT id FROM search_doc WHERE published_at >= :from"
		    " ORDER BY published_at, id LIMIT 1",
		    DB_INT(":from", from));
	}
	if (e == ERR_OK && to != 0) {
		s->filter.high = -1;
		e = db_value(s->site->db, &s->filter.high, s->fault,
		    "SELECT id FROM search_doc WHERE published_at < :to"
		    " ORDER BY published_at DESC, id DESC LIMIT 1",
		    DB_INT(":to", to));
	}
	return (e);
}

static enum err
filter_read(struct search_found *s, const struct search_query *q)
{
	struct buf out = { 0 };
	enum err e = ERR_OK;

	if (q->column != NULL && q->column[0] != '\0')
		e = filter_columns(s, q->column, &out);
	if (q->type != NULL && q->type[0] != '\0')
		filter_type(q->type, &out);
	s->filter.names = arena_text(s->arena, buf_string(&out));
	buf_cleanup(&out);
	return (e == ERR_OK ? filter_times(s, q->from, q->to) : e);
}

/* ---- the answer */

static void
answer_words(const struct search_found *s, const char *q, struct json *out)
{
	struct json *list;
	size_t i;

	json_put_text(s->arena, out, "q", q);
	json_put_bool(s->arena, out, "cut", s->words.cut);
	list = json_put(out, "words", json_array(s->arena));
	for (i = 0; i < s->words.count; i++)
		json_add(list, json_string(s->arena, s->words.word[i]));
}

/* Columns that are called so, where all is searched. */
static enum err
answer_columns(const struct search_found *s, const struct search_query *q,
    struct json *out)
{
	struct json *columns = json_array(s->arena);
	bool all = s->filter.names[0] == '\0' && q->from == 0 && q->to == 0 &&
	    (q->cursor == NULL || q->cursor[0] == '\0');
	enum err e = all ? search_columns(s->site, s->arena, &s->words,
	    &columns, s->fault) : ERR_OK;

	json_put(out, "columns", columns);
	return (e);
}

/* What was found as it was asked for, or else what may have been meant. */
static enum err
found_make(struct search_found *s, const struct search_query *q,
    const char **guess, struct json *out)
{
	bool first = q->cursor == NULL || q->cursor[0] == '\0';
	enum err e = ERR_OK;

	if (s->words.count > 0 && !s->relaxed)
		e = search_strict(s);
	if (e == ERR_OK && !s->relaxed)
		e = search_page_make(s, out);
	if (e != ERR_OK || s->words.count == 0 || (!s->relaxed && (!first ||
	    json_get(out, "results")->length > 0)))
		return (e);
	s->relaxed = true;
	s->filter.enough = 0;
	if (first)
		e = search_guess(s->site, s->arena, &s->words, &s->filter,
		    guess, s->fault);
	if (e == ERR_OK)
		e = search_relaxed(s);
	return (e == ERR_OK ? search_page_make(s, out) : e);
}

enum err
search_run(struct site *site, struct arena *a, const struct search_query *q,
    struct json **out, struct fault *f)
{
	struct search_found s = { .site = site, .arena = a, .fault = f };
	const char *guess = NULL;
	enum err e;

	*out = json_object(a);
	search_words_read(a, q->q, &s.words);
	answer_words(&s, q->q, *out);
	s.synonyms = json_array(a);
	if ((e = search_page_read(&s, q)) != ERR_OK ||
	    (e = filter_read(&s, q)) != ERR_OK ||
	    (e = answer_columns(&s, q, *out)) != ERR_OK ||
	    (e = found_make(&s, q, &guess, *out)) != ERR_OK)
		return (e);
	answer_words(&s, q->q, *out);
	if (guess != NULL)
		json_put_text(a, *out, "suggestion", guess);
	json_put_int(a, *out, "total", (int64_t)s.total);
	json_put_bool(a, *out, "more", s.more);
	json_put_bool(a, *out, "relaxed", s.relaxed && s.total > 0);
	return (ERR_OK);
}
