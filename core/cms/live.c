/*
 * Lists and single entries of the published copy.  Every list walks an index
 * in the order that it shows: however much a site holds, a page costs what is
 * on it.  The table `place` has each entry under its column and all above.
 */
#include <string.h>

#include "cms/entry.h"
#include "cms/live.h"
#include "cms/media.h"
#include "cms/type.h"

#define SUMMARY_SQL \
	"SELECT l.entry AS id, l.title, l.summary, l.type, l.cover," \
	" l.published_at, l.corrected_at, l.hash, k.path AS \"column\"," \
	" k.title AS column_title," \
	" l.source, l.tags AS tags_json," \
	" m.name AS cover_name, m.alt AS cover_alt, m.width, m.height"

#define JOINS_SQL \
	" JOIN \"column\" k ON k.id = l.\"column\"" \
	" LEFT JOIN media m ON m.hash = l.cover"

/* Of a column and those below, newest first: CROSS JOIN holds SQLite to the
 * order of place. */
#define PLACES_SQL \
	" FROM place p CROSS JOIN live l ON l.entry = p.entry" JOINS_SQL \
	" WHERE p.\"column\" = :column" \
	" AND (p.published_at, p.entry) < (:at, :id)" \
	" AND (:type IS NULL OR l.type = :type)"
#define PLACE_ORDER_SQL \
	" ORDER BY p.published_at DESC, p.entry DESC" \
	" LIMIT :limit OFFSET :offset"

#define DAY 86400
#define SKIP_MIN 200		/* entries that are quicker walked over */

static struct json *
cover_view(struct arena *a, const struct json *row)
{
	const char *hash = json_get_text(row, "cover", NULL);
	const char *name = json_get_text(row, "cover_name", NULL);
	struct json *o;

	if (hash == NULL || name == NULL)
		return (json_null(a));
	o = json_object(a);
	json_put_text(a, o, "hash", hash);
	json_put_text(a, o, "url", media_url(a, hash, name));
	json_put_text(a, o, "alt", json_get_text(row, "cover_alt", ""));
	json_put(o, "width", json_copy(a, json_get(row, "width")));
	json_put(o, "height", json_copy(a, json_get(row, "height")));
	return (o);
}

static struct json *
summary_view(struct arena *a, const struct json *row)
{
	static const char *const COPIED[] = { "id", "title", "summary",
	    "column", "column_title", "type", "published_at", "tags" };
	struct json *o = json_object(a);

	for (size_t i = 0; i < sizeof(COPIED) / sizeof(COPIED[0]); i++)
		json_put(o, COPIED[i], json_copy(a, json_get(row,
		    COPIED[i])));
	json_put_text(a, o, "source", json_get_text(row, "source", ""));
	json_put_text(a, o, "url", entry_url(a, json_get_text(row, "column",
	    ""), json_get_int(row, "id", 0)));
	json_put(o, "cover", cover_view(a, row));
	return (o);
}

static struct json *
summaries(struct arena *a, const struct json *rows)
{
	struct json *list = json_array(a);

	json_each(row, rows)
		json_add(list, summary_view(a, row));
	return (list);
}

static int64_t
limit_of(const struct live_query *q)
{
	return (q->limit < 1 ? 10 : q->limit > LIVE_LIMIT_MAX ?
	    LIVE_LIMIT_MAX : q->limit);
}

#define ORDER_SQL \
	" ORDER BY l.published_at DESC, l.entry DESC" \
	" LIMIT :limit OFFSET :offset"

/* The key of the page is behind everything where none is given. */
#define PAGE_ARGS(q) \
	DB_INT(":at", (q)->before_at == 0 ? INT64_MAX : (q)->before_at), \
	DB_INT(":id", (q)->before_at == 0 ? INT64_MAX : (q)->before_id), \
	DB_INT(":limit", limit_of(q)), DB_INT(":offset", (q)->offset)

/* Each by the index that has the wanted order. */
static enum err
latest_of_site(struct site *site, struct arena *a,
    const struct live_query *q, struct json **rows, struct fault *f)
{
	if (q->type != NULL)
		return (db_all(site->db, a, rows, f,
		    SUMMARY_SQL " FROM live l" JOINS_SQL
		    " WHERE l.type = :type"
		    " AND (l.published_at, l.entry) < (:at, :id)"
		    " AND (:covers = 0 OR l.cover IS NOT NULL)" ORDER_SQL,
		    DB_TEXT(":type", q->type),
		    DB_INT(":covers", q->with_cover), PAGE_ARGS(q)));
	if (q->with_cover)
		return (db_all(site->db, a, rows, f,
		    SUMMARY_SQL " FROM live l" JOINS_SQL
		    " WHERE l.cover IS NOT NULL"
		    " AND (l.published_at, l.entry) < (:at, :id)" ORDER_SQL,
		    PAGE_ARGS(q)));
	return (db_all(site->db, a, rows, f,
	    SUMMARY_SQL " FROM live l" JOINS_SQL
	    " WHERE (l.published_at, l.entry) < (:at, :id)" ORDER_SQL,
	    PAGE_ARGS(q)));
}

/* One column alone. */
static enum err
latest_of_one(struct site *site, struct arena *a,
    const struct live_query *q, int64_t column, struct json **rows,
    struct fault *f)
{
	return (db_all(site->db, a, rows, f,
	    SUMMARY_SQL " FROM live l" JOINS_SQL
	    " WHERE l.\"column\" = :column"
	    " AND (l.published_at, l.entry) < (:at, :id)"
	    " AND (:covers = 0 OR l.cover IS NOT NULL)"
	    " AND (:type IS NULL OR l.type = :type)" ORDER_SQL,
	    DB_INT(":column", column), DB_INT(":covers", q->with_cover),
	    DB_TEXT(":type", q->type), PAGE_ARGS(q)));
}

/* Makes a far page a near one: passes over whole days by their counts. */
static enum err
skip_days(struct site *site, int64_t column, struct live_query *q,
    struct fault *f)
{
	int64_t n;
	db_stmt *st;
	enum err e;

	if (q->before_at != 0 || q->type != NULL || q->with_cover ||
	    q->offset < SKIP_MIN)
		return (ERR_OK);
	for (e = db_first(site->db, &st, f, "SELECT day, entries"
	    " FROM place_count WHERE \"column\" = :column AND day >= 0"
	    " ORDER BY day DESC", DB_INT(":column", column));
	    e == ERR_OK && st != NULL; e = db_next(site->db, &st, f)) {
		q->before_at = (db_column_int(st, 0) + 1) * DAY;
		n = db_column_int(st, 1);
		if (n > q->offset)
			break;
		q->offset -= n;
	}
	db_done(&st);
	return (e);
}

/* A column and those below. */
static enum err
latest_below(struct site *site, struct arena *a,
    const struct live_query *query, int64_t column, struct json **rows,
    struct fault *f)
{
	struct live_query q = *query;
	enum err e = skip_days(site, column, &q, f);

	if (e != ERR_OK)
		return (e);
	if (q.with_cover)
		return (db_all(site->db, a, rows, f,
		    SUMMARY_SQL PLACES_SQL " AND p.cover = 1" PLACE_ORDER_SQL,
		    DB_INT(":column", column), DB_TEXT(":type", q.type),
		    PAGE_ARGS(&q)));
	return (db_all(site->db, a, rows, f,
	    SUMMARY_SQL PLACES_SQL PLACE_ORDER_SQL,
	    DB_INT(":column", column), DB_TEXT(":type", q.type),
	    PAGE_ARGS(&q)));
}

/* 0 where there is no such column: then nothing is found. */
static enum err
column_id(struct site *site, const char *path, int64_t *id, struct fault *f)
{
	*id = 0;
	return (db_value(site->db, id, f,
	    "SELECT id FROM \"column\" WHERE path = :path",
	    DB_TEXT(":path", path)));
}

enum err
live_latest(struct site *site, struct arena *a, const struct live_query *q,
    struct json **out, struct fault *f)
{
	struct json *rows = NULL;
	int64_t column = 0;
	enum err e;

	if (q->column == NULL || q->column[0] == '\0')
		e = latest_of_site(site, a, q, &rows, f);
	else if ((e = column_id(site, q->column, &column, f)) == ERR_OK)
		e = q->children ? latest_below(site, a, q, column, &rows, f) :
		    latest_of_one(site, a, q, column, &rows, f);
	if (e != ERR_OK)
		return (e);
	*out = summaries(a, rows);
	return (ERR_OK);
}

/* What only some of the entries are is counted one by one. */
static enum err
count_some(struct site *site, const struct live_query *q, int64_t column,
    int64_t *out, struct fault *f)
{
	if (column == 0)
		return (db_value(site->db, out, f,
		    "SELECT count(*) FROM live WHERE (:type IS NULL OR"
		    " type = :type) AND (:covers = 0 OR cover IS NOT NULL)",
		    DB_TEXT(":type", q->type),
		    DB_INT(":covers", q->with_cover)));
	if (!q->children)
		return (db_value(site->db, out, f,
		    "SELECT count(*) FROM live WHERE \"column\" = :column"
		    " AND (:type IS NULL OR type = :type)"
		    " AND (:covers = 0 OR cover IS NOT NULL)",
		    DB_INT(":column", column), DB_TEXT(":type", q->type),
		    DB_INT(":covers", q->with_cover)));
	return (db_value(site->db, out, f,
	    "SELECT count(*) FROM place p JOIN live l ON l.entry = p.entry"
	    " WHERE p.\"column\" = :column AND (:type IS NULL OR"
	    " l.type = :type) AND (:covers = 0 OR p.cover = 1)",
	    DB_INT(":column", column), DB_TEXT(":type", q->type),
	    DB_INT(":covers", q->with_cover)));
}

enum err
live_count(struct site *site, const struct live_query *q, int64_t *out,
    struct fault *f)
{
	bool all = q->column == NULL || q->column[0] == '\0';
	int64_t column = 0;
	enum err e;

	*out = 0;
	if (!all && ((e = column_id(site, q->column, &column, f)) != ERR_OK ||
	    column == 0))
		return (e);
	if (q->type != NULL || q->with_cover || (!all && !q->children))
		return (count_some(site, q, column, out, f));
	return (db_value(site->db, out, f,
	    "SELECT entries FROM place_count WHERE \"column\" = :column"
	    " AND day = -1", DB_INT(":column", column)));
}

/* ---- one entry ---- */

static enum err
attachments_view(struct site *site, struct arena *a, const struct json *list,
    struct json **out, struct fault *f)
{
	struct media m;
	struct json *o;
	const char *path, *name;
	enum err e;

	*out = json_array(a);
	json_each(item, list) {
		e = media_find(site, a, json_get_text(item, "hash", ""), &m,
		    &path, NULL);
		if (e == ERR_NOT_FOUND)
			continue;
		if (e != ERR_OK)
			return (fault_set(f, e, NULL, NULL, NULL));
		name = json_get_text(item, "name", "");
		if (name[0] == '\0')
			name = m.name;
		o = json_add(*out, json_object(a));
		json_put_text(a, o, "hash", m.hash);
		json_put_text(a, o, "url", media_url(a, m.hash, m.name));
		json_put_text(a, o, "name", name);
		json_put_text(a, o, "type", m.type);
		json_put_text(a, o, "alt", m.alt);
		json_put_int(a, o, "bytes", m.bytes);
		if (m.width > 0 && m.height > 0) {
			json_put_int(a, o, "width", m.width);
			json_put_int(a, o, "height", m.height);
		}
	}
	return (ERR_OK);
}

/* The files of a type's own lists, by field. */
static enum err
files_view(struct site *site, struct arena *a, const struct type *t,
    const struct json *content, struct json **out, struct fault *f)
{
	struct json *list;
	const struct field *field;
	enum err e;
	size_t i;

	*out = json_object(a);
	for (i = 0; t != NULL && i < t->field_count; i++) {
		field = &t->fields[i];
		if (field->kind != FIELD_MEDIA_LIST || field->private ||
		    strcmp(field->name, "attachments") == 0)
			continue;
		e = attachments_view(site, a, json_get(content, field->name),
		    &list, f);
		if (e != ERR_OK)
			return (e);
		json_put(*out, field->name, list);
	}
	return (ERR_OK);
}

static enum err
entry_view(struct site *site, struct arena *a, const struct json *row,
    struct json **out, struct fault *f)
{
	static const char *const TEXTS[] = { "body", "author", "editor",
	    "signed_date", "keywords" };
	const struct json *content = json_get(row, "content");
	const struct type *type = type_find(site->cms, json_get_text(row,
	    "type", ""));
	struct json *attachments, *files;
	enum err e = attachments_view(site, a, json_get(content,
	    "attachments"), &attachments, f);

	if (e == ERR_OK)
		e = files_view(site, a, type, content, &files, f);
	if (e != ERR_OK)
		return (e);
	*out = summary_view(a, row);
	for (size_t i = 0; i < sizeof(TEXTS) / sizeof(TEXTS[0]); i++)
		json_put_text(a, *out, TEXTS[i],
		    json_get_text(content, TEXTS[i], ""));
	json_put(*out, "attachments", attachments);
	json_put(*out, "files", files);
	json_put(*out, "corrected_at",
	    json_copy(a, json_get(row, "corrected_at")));
	json_put_text(a, *out, "hash", json_get_text(row, "hash", ""));
	json_put(*out, "content", type_public(a, type, content));
	return (ERR_OK);
}

static enum err
tombstone(struct site *site, struct arena *a, int64_t id, struct json **out,
    struct fault *f)
{
	enum err e = db_one(site->db, a, out, f,
	    "SELECT t.entry AS id, t.title, k.path AS \"column\", t.reason,"
	    " t.withdrawn_at FROM tombstone t LEFT JOIN \"column\" k"
	    " ON k.id = t.\"column\" WHERE t.entry = :id",
	    DB_INT(":id", id));

	if (e != ERR_OK)
		return (e);
	if (*out == NULL)
		return (fault_set(f, ERR_NOT_FOUND, "live.unknown", "id",
		    "%lld", (long long)id));
	return (fault_set(f, ERR_GONE, "live.gone", "id", "%lld",
	    (long long)id));
}

enum err
live_entry(struct site *site, struct arena *a, int64_t id,
    struct json **out, struct fault *f)
{
	struct json *row;
	enum err e = db_one(site->db, a, &row, f,
	    SUMMARY_SQL ", l.content AS content_json FROM live l" JOINS_SQL
	    " WHERE l.entry = :id", DB_INT(":id", id));

	*out = NULL;
	if (e != ERR_OK)
		return (e);
	if (row == NULL)
		return (tombstone(site, a, id, out, f));
	return (entry_view(site, a, row, out, f));
}

enum err
live_neighbours(struct site *site, struct arena *a, int64_t id,
    struct json **previous, struct json **next, struct fault *f)
{
	struct json *older = NULL, *newer = NULL;
	enum err e = db_one(site->db, a, &older, f,
	    SUMMARY_SQL " FROM live me JOIN live l ON l.\"column\" ="
	    " me.\"column\" AND (l.published_at, l.entry) <"
	    " (me.published_at, me.entry)" JOINS_SQL " WHERE me.entry = :id"
	    " ORDER BY l.published_at DESC, l.entry DESC LIMIT 1",
	    DB_INT(":id", id));

	if (e == ERR_OK)
		e = db_one(site->db, a, &newer, f,
		    SUMMARY_SQL " FROM live me JOIN live l ON l.\"column\" ="
		    " me.\"column\" AND (l.published_at, l.entry) >"
		    " (me.published_at, me.entry)" JOINS_SQL
		    " WHERE me.entry = :id"
		    " ORDER BY l.published_at, l.entry LIMIT 1",
		    DB_INT(":id", id));
	if (e != ERR_OK)
		return (e);
	*previous = older != NULL ? summary_view(a, older) : NULL;
	*next = newer != NULL ? summary_view(a, newer) : NULL;
	return (ERR_OK);
}
