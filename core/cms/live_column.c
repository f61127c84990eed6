/*
 * The tree of columns as visitors see it, and the public acts live.list and
 * live.read.
 */
#include <string.h>

#include "cms/act.h"
#include "cms/column.h"
#include "cms/cursor.h"
#include "cms/live_inside.h"

#define COLUMNS_SQL \
	"SELECT id, coalesce(parent, 0) AS parent, path, title, description," \
	" keywords, type, in_menu, freshness_days FROM \"column\" "

static struct json *
column_view(struct arena *a, const struct json *rows, const struct json *row)
{
	static const char *const COPIED[] = { "id", "path", "title",
	    "description", "keywords", "type", "freshness_days" };
	const char *path = json_get_text(row, "path", "");
	const char *slash = strrchr(path, '/');
	int64_t id = json_get_int(row, "id", 0);
	struct json *o = json_object(a), *children;

	for (size_t i = 0; i < sizeof(COPIED) / sizeof(COPIED[0]); i++)
		json_put(o, COPIED[i], json_share(a, json_get(row,
		    COPIED[i])));
	json_put_text(a, o, "url", arena_printf(a, "/%s/", path));
	json_put(o, "parent", slash == NULL ? json_null(a) :
	    json_bytes(a, path, (size_t)(slash - path)));
	json_put_bool(a, o, "in_menu", json_get_int(row, "in_menu", 0) != 0);
	children = json_put(o, "children", json_array(a));
	json_each(r, rows)
		if (json_get_int(r, "parent", 0) == id)
			json_add(children, column_view(a, rows, r));
	return (o);
}

enum err
live_column(struct site *site, struct arena *a, const char *path,
    struct json **out, struct fault *f)
{
	struct json *rows;
	enum err e = db_all(site->db, a, &rows, f,
	    COLUMNS_SQL "WHERE path = :path OR (path > :path || '/' AND"
	    " path < :path || '0') ORDER BY position, id",
	    DB_TEXT(":path", path));

	if (e != ERR_OK)
		return (e);
	json_each(row, rows)
		if (strcmp(json_get_text(row, "path", ""), path) == 0) {
			*out = column_view(a, rows, row);
			return (ERR_OK);
		}
	*out = NULL;
	return (fault_set(f, ERR_NOT_FOUND, "column.unknown", "column", "%s",
	    path));
}

enum err
live_column_former(struct site *site, struct arena *a, const char *path,
    const char **now, struct fault *f)
{
	struct json *row = NULL;
	enum err e = db_one(site->db, a, &row, f,
	    "SELECT k.path FROM column_former o JOIN \"column\" k"
	    " ON k.id = o.\"column\" WHERE o.path = :path",
	    DB_TEXT(":path", path));

	if (e == ERR_OK && row == NULL)
		e = fault_set(f, ERR_NOT_FOUND, "column.unknown", "column",
		    "%s", path);
	*now = json_get_text(row, "path", "");
	return (e);
}

enum err
live_entry_former(struct site *site, struct arena *a, const char *path,
    const char **url, struct fault *f)
{
	struct json *entry = NULL;
	int64_t id = 0;
	enum err e = db_value(site->db, &id, f,
	    "SELECT l.entry FROM entry_former o JOIN live l"
	    " ON l.entry = o.entry WHERE o.path = :path",
	    DB_TEXT(":path", path));

	if (e == ERR_OK)
		e = live_summary_of(site, a, id, &entry, f);
	*url = json_get_text(entry, "url", "");
	return (e);
}

enum err
live_menu(struct site *site, struct arena *a, struct json **out,
    struct fault *f)
{
	struct json *rows;
	enum err e = db_all(site->db, a, &rows, f,
	    COLUMNS_SQL "WHERE in_menu = 1 ORDER BY position, id");

	if (e != ERR_OK)
		return (e);
	*out = json_array(a);
	json_each(row, rows)
		if (json_get_int(row, "parent", 0) == 0)
			json_add(*out, column_view(a, rows, row));
	return (ERR_OK);
}

enum err
live_breadcrumb(struct site *site, struct arena *a, const char *path,
    struct json **out, struct fault *f)
{
	struct json *rows, *o;
	enum err e = db_all(site->db, a, &rows, f,
	    "SELECT path, title FROM \"column\" WHERE path = :path"
	    " OR substr(:path, 1, length(path) + 1) = path || '/'"
	    " ORDER BY length(path)", DB_TEXT(":path", path));

	if (e != ERR_OK)
		return (e);
	*out = json_array(a);
	json_each(row, rows) {
		o = json_add(*out, json_object(a));
		json_put_text(a, o, "title", json_get_text(row, "title", ""));
		json_put_text(a, o, "url", arena_printf(a, "/%s/",
		    json_get_text(row, "path", "")));
	}
	return (ERR_OK);
}

/* ---- acts, open to everybody ---- */

enum err
live_page_read(struct call *c, const struct json *in, struct live_query *q)
{
	const char *cursor = json_get_text(in, "cursor", "");

	q->limit = json_get_int(in, "limit", 20);
	if (q->limit < 1 || q->limit > LIVE_LIMIT_MAX)
		return (fault_set(c->fault, ERR_INPUT, "input.range", "limit",
		    "1–%d", LIVE_LIMIT_MAX));
	if (cursor[0] == '\0')
		return (ERR_OK);
	if (!cursor_read(cursor, &q->before_at, &q->before_id) ||
	    q->before_at < 1)
		return (fault_set(c->fault, ERR_INPUT, "input.cursor",
		    "cursor", NULL));
	return (ERR_OK);
}

struct json *
live_page(struct arena *a, struct json *list, int64_t limit)
{
	struct json *page = json_object(a);
	bool more = (int64_t)list->length >= limit;

	json_put(page, "entries", list);
	json_put(page, "next", !more ? json_null(a) : json_string(a,
	    cursor_write(a, json_get_int(list->last, "published_at", 0),
	    json_get_int(list->last, "id", 0))));
	return (page);
}

static enum err
live_list_act(struct call *c, const struct json *in, struct json **out)
{
	struct live_query q = {
	    .column = json_get_text(in, "column", NULL),
	    .children = json_get_bool(in, "children", true),
	    .type = json_get_text(in, "type", NULL) };
	struct column col;
	struct json *list;
	enum err e;

	if ((e = live_page_read(c, in, &q)) != ERR_OK)
		return (e);
	if (q.column != NULL && q.column[0] != '\0' &&
	    (e = column_by_path(c->site, c->arena, q.column, &col,
	    c->fault)) != ERR_OK)
		return (e);
	e = live_latest(c->site, c->arena, &q, &list, c->fault);
	if (e == ERR_OK)
		*out = live_page(c->arena, list, q.limit);
	return (e);
}

static enum err
live_read_act(struct call *c, const struct json *in, struct json **out)
{
	return (live_entry(c->site, c->arena, json_get_int(in, "id", 0), out,
	    c->fault));
}

static const struct input LIST[] = {
	{ .name = "column", .kind = INPUT_LINE, .max = COLUMN_PATH_MAX },
	{ .name = "children", .kind = INPUT_BOOL },
	{ .name = "type", .kind = INPUT_LINE, .max = 40 },
	{ .name = "cursor", .kind = INPUT_LINE, .max = 60 },
	{ .name = "limit", .kind = INPUT_INT },
	{ .name = NULL }
};
static const struct input READ[] = {
	{ .name = "id", .kind = INPUT_INT, .required = true },
	{ .name = NULL }
};

const struct act live_acts[] = {
	{ "live.list", live_list_act, true, false, LIST },
	{ "live.read", live_read_act, true, false, READ },
	{ .name = NULL }
};
