/*
 * Lists of the published copy.  Every list walks an index in the order that
 * it shows: however much a site holds, a page costs what is on it.  The table
 * `place` has each entry under its column and all above.
 */
#include "cms/live_inside.h"

/* Of a column and those below, newest first: CROSS JOIN holds SQLite to the
 * order of place. */
#define PLACES_SQL(place) \
	" FROM " place " CROSS JOIN live l ON l.entry = p.entry" JOINS_SQL \
	" WHERE p.\"column\" = :column" \
	" AND (p.published_at, p.entry) < (:at, :id)" \
	" AND (:type IS NULL OR l.type = :type)"
#define PLACE_ORDER_SQL \
	" ORDER BY p.published_at DESC, p.entry DESC" \
	" LIMIT :limit OFFSET :offset"

#define DAY 86400
#define SKIP_MIN 200		/* entries that are quicker walked over */

static struct json *
summaries(struct arena *a, const struct json *rows)
{
	struct json *list = json_array(a);

	json_each(row, rows)
		json_add(list, live_summary(a, row));
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
		    SUMMARY_SQL PLACES_SQL("place p INDEXED BY place_cover")
		    " AND p.cover = 1" PLACE_ORDER_SQL,
		    DB_INT(":column", column), DB_TEXT(":type", q.type),
		    PAGE_ARGS(&q)));
	return (db_all(site->db, a, rows, f,
	    SUMMARY_SQL PLACES_SQL("place p") PLACE_ORDER_SQL,
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

enum err
live_summary_of(struct site *site, struct arena *a, int64_t id,
    struct json **out, struct fault *f)
{
	struct json *row = NULL;
	enum err e = db_one(site->db, a, &row, f,
	    SUMMARY_SQL " FROM live l" JOINS_SQL " WHERE l.entry = :id",
	    DB_INT(":id", id));

	*out = NULL;
	if (e == ERR_OK && row == NULL)
		return (fault_set(f, ERR_NOT_FOUND, "live.unknown", "id",
		    "%lld", (long long)id));
	if (e == ERR_OK)
		*out = live_summary(a, row);
	return (e);
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
