/*
 * A page of what was found: see search_inside.h.  Here the texts themselves
 * are read, and only those of the page; so what the index holds by accident is
 * seen here, and left out.
 */
#include <string.h>

#include "cms/cursor.h"
#include "cms/media.h"
#include "cms/search_inside.h"

#define EXCERPT 100		/* characters */
#define TITLE 200
#define READ_MAX 50		/* texts for a page, most of which aren't it, */
#define READ_EMPTY_MAX 500	/* and where none is */

/* What is to be marked: phrases, the other words, and those of the same
 * meaning. */
static struct json *
marked_words(const struct search_found *s)
{
	struct json *list = json_array(s->arena);
	size_t i;

	for (i = 0; i < s->words.phrases; i++)
		json_add(list, json_string(s->arena, s->words.phrase[i]));
	for (i = 0; i < s->words.count; i++)
		if (!s->words.inside[i])
			json_add(list, json_string(s->arena,
			    s->words.word[i]));
	json_each(line, s->synonyms)
		json_each(one, line)
			json_add(list, json_string(s->arena, one->text));
	return (list);
}

/* How many of them must be there: phrases always. */
static size_t
marked_needed(const struct search_found *s, bool words)
{
	size_t needed = s->words.phrases, i;

	for (i = 0; words && i < s->words.count; i++)
		needed += !s->words.inside[i];
	return (needed);
}

/* The first attachment whose text has all the words. */
static enum err
result_file(const struct search_found *s, const struct json *files,
    const struct json *words, struct json *o)
{
	struct search_marks m = { .words = words, .max = EXCERPT,
	    .needed = marked_needed(s, true) };
	const char *text = NULL, *path;
	struct json *parts, *file;
	struct media media;
	enum err e = ERR_OK;

	json_each(h, files) {
		e = search_file_text(s->site, s->arena, h->text, &text,
		    s->fault);
		if (e != ERR_OK || text == NULL)
			break;
		parts = search_mark(s->arena, text, strlen(text), &m);
		if (m.missing > 0 && h->next != NULL)
			continue;
		e = media_find(s->site, s->arena, h->text, &media, &path,
		    s->fault);
		if (e != ERR_OK)
			break;
		file = json_put(o, "file", json_object(s->arena));
		json_put_text(s->arena, file, "name", media.name);
		json_put_text(s->arena, file, "url", media_url(s->arena,
		    media.hash, media.name));
		json_put(o, "excerpt", parts);
		break;
	}
	return (e);
}

/* Title and excerpt with marks; false where it turns out that the words aren't
 * there. */
static bool
result_marks(const struct search_found *s, const struct json *content,
    size_t rank, const struct json *words, struct json *o)
{
	const char *title = json_get_text(o, "title", "");
	struct search_marks m = { .words = words, .max = TITLE };
	struct buf text = { 0 };

	json_put(o, "title_parts", search_mark(s->arena, title,
	    strlen(title), &m));
	buf_printf(&text, "%s\n", title);
	m.skip = text.length;
	m.max = EXCERPT;
	m.needed = s->table[rank] == SEARCH_FILES ? 0 :
	    marked_needed(s, s->all_words[rank]);
	search_compose(content, &text);
	json_put(o, "excerpt", search_mark(s->arena, buf_string(&text),
	    text.length, &m));
	buf_cleanup(&text);
	return (m.missing == 0);
}

static enum err
result_row(const struct search_found *s, struct arena *a, int64_t id,
    struct json **row)
{
	return (db_one(s->site->db, a, row, s->fault,
	    "SELECT d.entry, d.files AS files_json,"
	    " l.content AS content_json, l.title FROM search_doc d"
	    " JOIN live l ON l.entry = d.entry WHERE d.id = :id",
	    DB_INT(":id", id)));
}

/* Adds a result; *there is false where the row isn't one. */
static enum err
result_one(const struct search_found *s, size_t rank, int64_t id,
    const struct json *words, struct json *list, bool *there)
{
	struct json *row = NULL, *o;
	enum err e = result_row(s, s->arena, id, &row);

	*there = false;
	if (e != ERR_OK || row == NULL)
		return (e);
	if (s->words.phrases > 0)
		e = search_phrases_there(s, s->table[rank], id, there);
	if (e != ERR_OK || (s->words.phrases > 0 && !*there))
		return (e);
	*there = false;
	e = search_summary(s->site, s->arena, json_get_int(row, "entry", 0),
	    &o, s->fault);
	if (e != ERR_OK || o == NULL || !result_marks(s, json_get(row,
	    "content"), rank, words, o))
		return (e);
	*there = true;
	json_add(list, o);
	return (s->table[rank] == SEARCH_FILES ? result_file(s,
	    json_get(row, "files"), words, o) : ERR_OK);
}

/* ---- phrases */

static enum err
phrases_in_files(const struct search_found *s, struct arena *a,
    const struct json *files, const struct json *phrases, bool *there)
{
	const char *text = NULL;
	enum err e = ERR_OK;

	json_each(h, files) {
		e = search_file_text(s->site, a, h->text, &text, s->fault);
		if (e != ERR_OK || *there)
			break;
		*there = text != NULL && search_missing(a, text,
		    strlen(text), phrases, s->words.phrases) == 0;
	}
	return (e);
}

static bool
phrases_in_text(const struct search_found *s, struct arena *a,
    const struct json *row, const struct json *phrases)
{
	struct buf text = { 0 };
	size_t missing;

	buf_printf(&text, "%s\n", json_get_text(row, "title", ""));
	search_compose(json_get(row, "content"), &text);
	missing = search_missing(a, buf_string(&text), text.length, phrases,
	    s->words.phrases);
	buf_cleanup(&text);
	return (missing == 0);
}

enum err
search_phrases_there(const struct search_found *s, enum search_table table,
    int64_t id, bool *there)
{
	struct arena *a = arena_alloc();
	struct json *row = NULL, *phrases = json_array(a);
	size_t i;
	enum err e = result_row(s, a, id, &row);

	*there = false;
	for (i = 0; i < s->words.phrases; i++)
		json_add(phrases, json_string(a, s->words.phrase[i]));
	if (e == ERR_OK && row != NULL && table != SEARCH_FILES)
		*there = phrases_in_text(s, a, row, phrases);
	else if (e == ERR_OK && row != NULL)
		e = phrases_in_files(s, a, json_get(row, "files"), phrases,
		    there);
	arena_free(a);
	return (e);
}

enum err
search_page_read(struct search_found *s, const struct search_query *q)
{
	s->limit = (size_t)(q->limit < 1 ? SEARCH_LIMIT : q->limit >
	    SEARCH_LIMIT_MAX ? SEARCH_LIMIT_MAX : q->limit);
	s->after_rank = 0;
	s->after = INT64_MAX;
	if (q->cursor != NULL && q->cursor[0] != '\0' && (!cursor_read(
	    q->cursor, &s->after_rank, &s->after) ||
	    s->after_rank >= 2 * SEARCH_RANKS))
		return (fault_set(s->fault, ERR_INPUT, "search.cursor",
		    "cursor", NULL));
	s->relaxed = s->after_rank >= SEARCH_RANKS;
	if (s->relaxed)
		s->after_rank -= SEARCH_RANKS;
	return (ERR_OK);
}

static bool
page_full(const struct search_found *s, size_t shown, size_t read)
{
	return (shown == s->limit || read >= (shown > 0 ? READ_MAX :
	    READ_EMPTY_MAX));
}

enum err
search_page_make(struct search_found *s, struct json *out)
{
	struct json *words = marked_words(s), *list;
	size_t rank, at, last = 0, read = 0;
	int64_t id = 0;
	bool there;
	enum err e = ERR_OK;

	list = json_put(out, "results", json_array(s->arena));
	for (rank = (size_t)s->after_rank; rank < s->ranks; rank++)
		for (at = 0; at < s->rank[rank].count; at++) {
			if ((int64_t)rank == s->after_rank &&
			    s->rank[rank].id[at] >= s->after)
				continue;
			if (page_full(s, list->length, read++))
				goto more;
			last = rank;
			id = s->rank[rank].id[at];
			e = result_one(s, rank, id, words, list, &there);
			if (e != ERR_OK)
				return (e);
			s->total -= !there && s->words.phrases == 0;
		}
	/* Some weren't there, and their rank may have others. */
	if (!s->ended || id == 0 || s->total >= SEARCH_FOUND_MAX)
		return (ERR_OK);
more:
	json_put_text(s->arena, out, "next", cursor_write(s->arena,
	    (int64_t)last + (s->relaxed ? SEARCH_RANKS : 0), id));
	return (ERR_OK);
}
