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
#define READ_MAX 50		/* texts for a page, most of which aren't it */

/* All words, and those of the same meaning, to be marked. */
static struct json *
marked_words(const struct search_found *s)
{
	struct json *list = json_array(s->arena);
	size_t i;

	for (i = 0; i < s->words.count; i++)
		json_add(list, json_string(s->arena, s->words.word[i]));
	json_each(line, s->synonyms)
		json_each(one, line)
			json_add(list, json_string(s->arena, one->text));
	return (list);
}

/* The first attachment whose text has all the words. */
static enum err
result_file(const struct search_found *s, const struct json *files,
    const struct json *words, struct json *o)
{
	struct search_marks m = { .words = words, .max = EXCERPT,
	    .needed = s->words.count };
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
result_marks(const struct search_found *s, const struct json *content, size_t rank,
    const struct json *words, struct json *o)
{
	const char *title = json_get_text(o, "title", "");
	struct search_marks m = { .words = words, .max = TITLE };
	struct buf text = { 0 };

	json_put(o, "title_parts", search_mark(s->arena, title,
	    strlen(title), &m));
	buf_printf(&text, "%s\n", title);
	m.skip = text.length;
	m.max = EXCERPT;
	m.needed = s->all_words[rank] ? s->words.count : 0;
	search_compose(content, &text);
	json_put(o, "excerpt", search_mark(s->arena, buf_string(&text),
	    text.length, &m));
	buf_cleanup(&text);
	return (m.missing == 0);
}

/* Adds a result; *there is false where the row isn't one. */
static enum err
result_one(const struct search_found *s, size_t rank, int64_t id,
    const struct json *words, struct json *list, bool *there)
{
	struct json *row = NULL, *o;
	enum err e = db_one(s->site->db, s->arena, &row, s->fault,
	    "SELECT d.entry, d.files AS files_json,"
	    " l.content AS content_json FROM search_doc d"
	    " JOIN live l ON l.entry = d.entry WHERE d.id = :id",
	    DB_INT(":id", id));

	*there = false;
	if (e != ERR_OK || row == NULL)
		return (e);
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

enum err
search_page_read(struct search_found *s, const struct search_query *q)
{
	s->limit = (size_t)(q->limit < 1 ? SEARCH_LIMIT : q->limit >
	    SEARCH_LIMIT_MAX ? SEARCH_LIMIT_MAX : q->limit);
	s->after_rank = 0;
	s->after = INT64_MAX;
	if (q->cursor != NULL && q->cursor[0] != '\0' && (!cursor_read(
	    q->cursor, &s->after_rank, &s->after) ||
	    s->after_rank >= SEARCH_RANKS))
		return (fault_set(s->fault, ERR_INPUT, "search.cursor",
		    "cursor", NULL));
	return (ERR_OK);
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
			if (list->length == s->limit || read++ == READ_MAX)
				goto more;
			last = rank;
			id = s->rank[rank].id[at];
			e = result_one(s, rank, id, words, list, &there);
			if (e != ERR_OK)
				return (e);
			s->total -= !there;
		}
	/* Some weren't there, and their rank may have others. */
	if (!s->ended || id == 0 || s->total >= SEARCH_FOUND_MAX)
		return (ERR_OK);
more:
	json_put_text(s->arena, out, "next", cursor_write(s->arena,
	    (int64_t)last, id));
	return (ERR_OK);
}
