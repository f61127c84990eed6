/*
 * Columns that an inspection would find blank or stale: nothing was published
 * in them, or nothing for longer than their time limit (freshness_days; what a
 * column doesn't set it inherits).  What a column holds is also what the
 * columns below it hold.
 */
#include "base/time.h"
#include "cms/act.h"
#include "cms/column.h"
#include "cms/permission.h"

#define DAY 86400

static int64_t
days_since(int64_t at)
{
	return ((time_now() - at) / DAY);
}

/* {path, title, days (since the last; null: blank), limit (0: none)} */
static void
row_judge(struct arena *a, const struct json *row, struct json *blank,
    struct json *stale)
{
	int64_t at = json_get_int(row, "at", 0);
	int64_t limit = json_get_int(row, "days", 0);
	struct json *o;

	if (at != 0 && (limit == 0 || days_since(at) <= limit))
		return;
	o = json_add(at == 0 ? blank : stale, json_object(a));
	json_put_text(a, o, "path", json_get_text(row, "path", ""));
	json_put_text(a, o, "title", json_get_text(row, "title", ""));
	json_put(o, "days", at == 0 ? json_null(a) :
	    json_int(a, days_since(at)));
	json_put_int(a, o, "limit", limit);
}

/* {} -> {blank: [column], stale: [column], days (since anything was published
 * on the site; null: nothing was)} */
enum err
column_fresh(struct call *c, const struct json *in, struct json **out)
{
	struct json *rows = NULL, *blank, *stale;
	int64_t last = 0, at;
	enum err e = permission_check(c, "column.fresh", NULL);

	(void)in;
	if (e == ERR_OK)
		e = db_all(c->site->db, c->arena, &rows, c->fault,
		    "WITH RECURSIVE tree(id, path, title, days) AS ("
		    "SELECT id, path, title, freshness_days FROM \"column\""
		    " WHERE parent IS NULL UNION ALL"
		    " SELECT k.id, k.path, k.title,"
		    " coalesce(k.freshness_days, tree.days) FROM tree"
		    " JOIN \"column\" k ON k.parent = tree.id)"
		    " SELECT path, title, coalesce(days, 0) AS days,"
		    " coalesce((SELECT max(published_at) FROM place"
		    " WHERE \"column\" = tree.id), 0) AS at"
		    " FROM tree ORDER BY path");
	if (e != ERR_OK)
		return (e);
	*out = json_object(c->arena);
	blank = json_put(*out, "blank", json_array(c->arena));
	stale = json_put(*out, "stale", json_array(c->arena));
	json_each(row, rows) {
		row_judge(c->arena, row, blank, stale);
		at = json_get_int(row, "at", 0);
		last = at > last ? at : last;
	}
	json_put(*out, "days", last == 0 ? json_null(c->arena) :
	    json_int(c->arena, days_since(last)));
	return (ERR_OK);
}
