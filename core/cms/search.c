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

/* ---- questions */

static bool
ids_have(const struct search_ids *ids, int64_t id)
{
	size_t low = 0, high = ids->count, middle;

	while (low < high) {
		middle = (low + high) / 2;
		if (ids->id[middle] > id)
			low = middle + 1;
		else
			high = middle;
	}
	return (low < ids->count && ids->id[low] == id);
}

/* How many of a rank the page needs: it begins in the cursor's rank, and all
 * before must be known, for they aren't shown again. */
static void
rank_need(struct search_found *s)
{
	int64_t rank = (int64_t)s->ranks;

	s->filter.enough = rank < s->after_rank ? 0 : s->limit + 1;
	s->filter.behind = rank == s->after_rank ? s->after : INT64_MAX;
}

#define READ_MAX 500		/* texts that a query with phrases reads, */
#define READ_ENOUGH 50		/* and where its page is full then */

/* Keeps what has the phrases as they were typed: the index knows only of their
 * words.  What isn't read isn't counted; the page that shows it reads it. */
static enum err
rank_verify(struct search_found *s, enum search_table table,
    struct search_ids *ids)
{
	size_t i, kept = 0, counted = 0;
	enum err e = ERR_OK;
	bool there;

	for (i = 0; i < ids->count && e == ERR_OK; i++) {
		there = true;
		if (s->read >= READ_MAX || (s->read >= READ_ENOUGH &&
		    s->total + counted > s->limit)) {
			s->more = true;
		} else {
			s->read++;
			e = search_phrases_there(s, table, ids->id[i], &there);
			counted += there;
		}
		if (there)
			ids->id[kept++] = ids->id[i];
	}
	ids->count = kept;
	s->total += counted;
	return (e);
}

/* One more rank: those that no rank before has. */
static enum err
found_rank(struct search_found *s, enum search_table table, const char *expression)
{
	struct search_ids all, *own = &s->rank[s->ranks];
	bool known;
	size_t i, k;
	enum err e;

	if (s->ended)
		return (ERR_OK);
	rank_need(s);
	e = search_ids(s->site, s->arena, table, expression, &s->filter,
	    SEARCH_FOUND_MAX, &all, s->fault);
	if (e != ERR_OK)
		return (e);
	*own = all;
	own->count = 0;
	for (i = 0; i < all.count; i++) {
		known = false;
		for (k = 0; k < s->ranks && !known; k++)
			known = ids_have(&s->rank[k], all.id[i]);
		if (!known)
			own->id[own->count++] = all.id[i];
	}
	s->more |= all.more;
	s->ended = all.more || s->total + own->count >= SEARCH_FOUND_MAX;
	s->table[s->ranks++] = table;
	if (s->words.phrases > 0)
		return (rank_verify(s, table, own));
	s->total += own->count;
	return (ERR_OK);
}

static enum err
found_ask(struct search_found *s, enum search_table table, enum search_kind kind,
    const char *join)
{
	struct buf text = { 0 };
	const char *expression;

	search_expression(&text, &s->words, &(struct search_question){ table,
	    kind, join }, s->synonyms);
	expression = arena_text(s->arena, buf_string(&text));
	buf_cleanup(&text);
	s->all_words[s->ranks] = table != SEARCH_FILES &&
	    kind != SEARCH_SYNONYM && strcmp(join, " AND ") == 0;
	return (found_rank(s, table, expression));
}

static enum err
found_strict(struct search_found *s, enum search_kind kind)
{
	enum err e = found_rank(s, SEARCH_TITLES, search_title_mark(s->arena,
	    s->q, false));

	if (e == ERR_OK)
		e = found_rank(s, SEARCH_TITLES, search_title_mark(s->arena,
		    s->q, true));
	if (e == ERR_OK)
		e = found_ask(s, SEARCH_TITLES, kind, " AND ");
	if (e == ERR_OK)
		e = found_ask(s, SEARCH_TEXTS, kind, " AND ");
	if (e == ERR_OK && s->synonyms->length > 0)
		e = found_ask(s, SEARCH_TITLES, SEARCH_SYNONYM, " AND ");
	if (e == ERR_OK && s->synonyms->length > 0)
		e = found_ask(s, SEARCH_TEXTS, SEARCH_SYNONYM, " AND ");
	if (e == ERR_OK)
		e = found_ask(s, SEARCH_FILES, kind, " AND ");
	return (e);
}

/* Words of letters, and last those that have them as parts. */
static enum err
found_all(struct search_found *s)
{
	static const enum search_table tables[] = { SEARCH_TITLES,
	    SEARCH_TEXTS, SEARCH_FILES };
	bool latin = false;
	size_t i;
	enum err e = search_synonyms(s->site, s->arena, &s->words,
	    &s->synonyms, s->fault);

	if (e == ERR_OK)
		e = found_strict(s, SEARCH_WORD);
	for (i = 0; i < s->words.count; i++)
		latin |= search_word_latin(s->words.word[i]);
	for (i = 0; i < 3 && latin && e == ERR_OK; i++)
		e = found_ask(s, tables[i], SEARCH_PART, " AND ");
	return (e);
}

/* Whatever of it is there, when the whole isn't. */
static enum err
found_relaxed(struct search_found *s)
{
	struct search_words pieces, whole = s->words;
	enum err e = search_pieces(s->site, s->arena, &s->words, &s->filter,
	    &pieces, s->fault);

	if (e != ERR_OK || pieces.count == 0)
		return (e);
	s->words = pieces;
	s->ranks = 0;
	s->ended = s->more = false;
	e = found_ask(s, SEARCH_TITLES, SEARCH_PART, " AND ");
	if (e == ERR_OK)
		e = found_ask(s, SEARCH_TEXTS, SEARCH_PART, " AND ");
	if (e == ERR_OK && s->total == 0 && pieces.count > 1)
		e = found_ask(s, SEARCH_TITLES, SEARCH_PART, " OR ");
	if (s->total == 0)
		s->words = whole;
	return (e);
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

enum err
search_run(struct site *site, struct arena *a, const struct search_query *q,
    struct json **out, struct fault *f)
{
	struct search_found s = { .site = site, .arena = a, .fault = f,
	    .q = q->q };
	const char *guess = NULL;
	bool strict;
	enum err e;

	*out = json_object(a);
	search_words_read(a, q->q, &s.words);
	answer_words(&s, q->q, *out);
	s.synonyms = json_array(a);
	if ((e = search_page_read(&s, q)) != ERR_OK ||
	    (e = filter_read(&s, q)) != ERR_OK ||
	    (e = answer_columns(&s, q, *out)) != ERR_OK)
		return (e);
	if (s.words.count > 0)
		e = found_all(&s);
	strict = s.total > 0 || s.words.count == 0;
	s.filter.enough = 0;
	if (e == ERR_OK && !strict)
		e = search_guess(site, a, &s.words, &s.filter, &guess, f);
	if (e == ERR_OK && !strict)
		e = found_relaxed(&s);
	if (e == ERR_OK)
		e = search_page_make(&s, *out);
	if (e != ERR_OK)
		return (e);
	answer_words(&s, q->q, *out);
	if (guess != NULL)
		json_put_text(a, *out, "suggestion", guess);
	json_put_int(a, *out, "total", (int64_t)s.total);
	json_put_bool(a, *out, "more", s.more);
	json_put_bool(a, *out, "relaxed", !strict && s.total > 0);
	return (ERR_OK);
}
