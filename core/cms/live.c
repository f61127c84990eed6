/*
 * Lists and single entries of the published copy.  "With all columns below"
 * is a list of ids from the paths of columns, so that each query goes by the
 * index live_column or live_published.
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
	" json_extract(l.content, '$.source') AS source," \
	" coalesce(json_extract(l.content, '$.tags'), '[]') AS tags_json," \
	" m.name AS cover_name, m.alt AS cover_alt, m.width, m.height"

#define JOINS_SQL \
	" JOIN \"column\" k ON k.id = l.\"column\"" \
	" LEFT JOIN media m ON m.hash = l.cover"

#define BELOW_SQL \
	"(SELECT id FROM \"column\" WHERE path = :path OR (:children AND" \
	" path > :path || '/' AND path < :path || '0'))"

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

/* The key of the page: behind everything where none is given. */
static int64_t
before(const struct live_query *q, int64_t key)
{
	return (q->before_at == 0 ? INT64_MAX : key);
}

static enum err
latest_of_site(struct site *site, struct arena *a,
    const struct live_query *q, struct json **rows, struct fault *f)
{
	return (db_all(site->db, a, rows, f,
	    SUMMARY_SQL " FROM live l" JOINS_SQL
	    " WHERE (l.published_at, l.entry) < (:at, :id)"
	    " AND (:covers = 0 OR l.cover IS NOT NULL)"
	    " AND (:type IS NULL OR l.type = :type)"
	    " ORDER BY l.published_at DESC, l.entry DESC"
	    " LIMIT :limit OFFSET :offset",
	    DB_INT(":at", before(q, q->before_at)),
	    DB_INT(":id", before(q, q->before_id)),
	    DB_INT(":covers", q->with_cover), DB_TEXT(":type", q->type),
	    DB_INT(":limit", limit_of(q)), DB_INT(":offset", q->offset)));
}

/* One column alone: its index is in the wanted order already. */
static enum err
latest_of_one(struct site *site, struct arena *a,
    const struct live_query *q, struct json **rows, struct fault *f)
{
	return (db_all(site->db, a, rows, f,
	    SUMMARY_SQL " FROM live l" JOINS_SQL
	    " WHERE l.\"column\" = (SELECT id FROM \"column\""
	    " WHERE path = :path)"
	    " AND (l.published_at, l.entry) < (:at, :id)"
	    " AND (:covers = 0 OR l.cover IS NOT NULL)"
	    " AND (:type IS NULL OR l.type = :type)"
	    " ORDER BY l.published_at DESC, l.entry DESC"
	    " LIMIT :limit OFFSET :offset", DB_TEXT(":path", q->column),
	    DB_INT(":at", before(q, q->before_at)),
	    DB_INT(":id", before(q, q->before_id)),
	    DB_INT(":covers", q->with_cover), DB_TEXT(":type", q->type),
	    DB_INT(":limit", limit_of(q)), DB_INT(":offset", q->offset)));
}

/* A column and those below: walks the site's newest until enough are found
 * where the columns hold much, and is sorted by SQLite where they hold
 * little. */
static enum err
latest_below(struct site *site, struct arena *a, const struct live_query *q,
    struct json **rows, struct fault *f)
{
	return (db_all(site->db, a, rows, f,
	    SUMMARY_SQL " FROM live l" JOINS_SQL
	    " WHERE l.\"column\" IN " BELOW_SQL
	    " AND (l.published_at, l.entry) < (:at, :id)"
	    " AND (:covers = 0 OR l.cover IS NOT NULL)"
	    " AND (:type IS NULL OR l.type = :type)"
	    " ORDER BY l.published_at DESC, l.entry DESC"
	    " LIMIT :limit OFFSET :offset", DB_TEXT(":path", q->column),
	    DB_INT(":children", 1), DB_INT(":at", before(q, q->before_at)),
	    DB_INT(":id", before(q, q->before_id)),
	    DB_INT(":covers", q->with_cover), DB_TEXT(":type", q->type),
	    DB_INT(":limit", limit_of(q)), DB_INT(":offset", q->offset)));
}

enum err
live_latest(struct site *site, struct arena *a, const struct live_query *q,
    struct json **out, struct fault *f)
{
	struct json *rows;
	enum err e;

	if (q->column == NULL || q->column[0] == '\0')
		e = latest_of_site(site, a, q, &rows, f);
	else if (q->children)
		e = latest_below(site, a, q, &rows, f);
	else
		e = latest_of_one(site, a, q, &rows, f);
	if (e != ERR_OK)
		return (e);
	*out = summaries(a, rows);
	return (ERR_OK);
}

enum err
live_count(struct site *site, const struct live_query *q, int64_t *out,
    struct fault *f)
{
	*out = 0;
	if (q->column == NULL || q->column[0] == '\0')
		return (db_value(site->db, out, f,
		    "SELECT count(*) FROM live WHERE (:type IS NULL OR"
		    " type = :type) AND (:covers = 0 OR cover IS NOT NULL)",
		    DB_TEXT(":type", q->type),
		    DB_INT(":covers", q->with_cover)));
	return (db_value(site->db, out, f,
	    "SELECT count(*) FROM live WHERE \"column\" IN " BELOW_SQL
	    " AND (:type IS NULL OR type = :type)"
	    " AND (:covers = 0 OR cover IS NOT NULL)",
	    DB_TEXT(":path", q->column), DB_INT(":children", q->children),
	    DB_TEXT(":type", q->type), DB_INT(":covers", q->with_cover)));
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
		json_put_int(a, o, "bytes", m.bytes);
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
	struct json *files;
	enum err e = attachments_view(site, a, json_get(content,
	    "attachments"), &files, f);

	if (e != ERR_OK)
		return (e);
	*out = summary_view(a, row);
	for (size_t i = 0; i < sizeof(TEXTS) / sizeof(TEXTS[0]); i++)
		json_put_text(a, *out, TEXTS[i],
		    json_get_text(content, TEXTS[i], ""));
	json_put(*out, "attachments", files);
	json_put(*out, "corrected_at",
	    json_copy(a, json_get(row, "corrected_at")));
	json_put_text(a, *out, "hash", json_get_text(row, "hash", ""));
	json_put(*out, "content", type_public(a, type_find(site->cms,
	    json_get_text(row, "type", "")), content));
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
