/*
 * Receipts as staff see them: lists and one in full.  Each row is checked by
 * itself, as with entries; receipt_update.c changes them.
 */
#include <string.h>

#include "base/time.h"
#include "cms/act.h"
#include "cms/column.h"
#include "cms/cursor.h"
#include "cms/permission.h"
#include "cms/receipt.h"

#define LIST_MAX 100
#define LIST_DEFAULT 30
#define BATCH 100
#define SCAN_MAX 5000		/* rows looked at for one page */
#define FAR_AWAY INT64_C(253402300799)	/* sorts what has no limit last */

#define ROW_SQL "SELECT r.id, r.kind, r.\"column\" AS column_id," \
	" k.path AS \"column\", k.title AS column_title, r.unit, r.title," \
	" r.state, r.outcome, r.received_at, r.due_at, r.extended_at," \
	" r.closed_at, r.entry, e.state AS entry_state," \
	" l.entry IS NOT NULL AS live, coalesce(r.due_at, 253402300799)" \
	" AS key"
#define FROM_SQL " FROM receipt r JOIN \"column\" k ON k.id = r.\"column\"" \
	" LEFT JOIN entry e ON e.id = r.entry" \
	" LEFT JOIN live l ON l.entry = r.entry"
#define OPEN_SQL "r.state IN ('received', 'accepted', 'review')"
#define FILTER_SQL " WHERE (:kind = '' OR r.kind = :kind)" \
	" AND (:state = '' OR r.state = :state)" \
	" AND (:path = '' OR k.path = :path OR" \
	" (k.path > :path || '/' AND k.path < :path || '0'))" \
	" AND (:text = '' OR instr(r.title, :text) > 0)"

struct page {
	bool	open;		/* what waits, the most urgent first */
	int64_t	at, id;		/* the key of the row before the page */
	size_t	limit;
};

static enum err
page_read(struct call *c, const struct json *in, struct page *p)
{
	const char *cursor = json_get_text(in, "cursor", "");
	int64_t limit = json_get_int(in, "limit", LIST_DEFAULT);

	p->open = json_get_bool(in, "open", false);
	p->at = p->id = p->open ? 0 : INT64_MAX;
	if (cursor[0] != '\0' && !cursor_read(cursor, &p->at, &p->id))
		return (fault_set(c->fault, ERR_INPUT, "input.cursor",
		    "cursor", NULL));
	if (limit < 1 || limit > LIST_MAX)
		return (fault_set(c->fault, ERR_INPUT, "input.range", "limit",
		    "1–%d", LIST_MAX));
	p->limit = (size_t)limit;
	return (ERR_OK);
}

#define ARGS(in, p) \
	DB_TEXT(":kind", json_get_text((in), "kind", "")), \
	DB_TEXT(":state", json_get_text((in), "state", "")), \
	DB_TEXT(":path", json_get_text((in), "column", "")), \
	DB_TEXT(":text", json_get_text((in), "text", "")), \
	DB_INT(":at", (p)->at), DB_INT(":id", (p)->id), \
	DB_INT(":batch", BATCH)

static enum err
page_rows(struct call *c, const struct json *in, const struct page *p,
    struct json **rows)
{
	if (p->open)
		return (db_all(c->site->db, c->arena, rows, c->fault,
		    ROW_SQL FROM_SQL FILTER_SQL " AND " OPEN_SQL
		    " AND (coalesce(r.due_at, 253402300799), r.id)"
		    " > (:at, :id) ORDER BY key, r.id LIMIT :batch",
		    ARGS(in, p)));
	return (db_all(c->site->db, c->arena, rows, c->fault,
	    ROW_SQL FROM_SQL FILTER_SQL
	    " AND (r.received_at, r.id) < (:at, :id)"
	    " ORDER BY r.received_at DESC, r.id DESC LIMIT :batch",
	    ARGS(in, p)));
}

static struct target
row_target(struct call *c, const struct json *row)
{
	return ((struct target){ .site = c->site,
	    .column = json_get_int(row, "column_id", 0) });
}

/* What the actor may do with it. */
static struct json *
row_allowed(struct call *c, const struct json *row)
{
	static const char *const acts[] = { "receipt.update",
	    "receipt.decide", "receipt.erase" };
	struct json *list = json_array(c->arena);
	struct target t = row_target(c, row);
	size_t i;

	for (i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
		if (permission_allows(c, acts[i], &t))
			json_add(list, json_string(c->arena, acts[i]));
	return (list);
}

static struct json *
row_json(struct call *c, const struct json *row)
{
	struct json *o = json_object(c->arena);

	json_each(m, row)
		if (strcmp(m->name, "key") != 0 &&
		    strcmp(m->name, "column_id") != 0)
			json_put(o, m->name, json_copy(c->arena, m));
	json_put_bool(c->arena, o, "live", json_get_int(row, "live", 0) != 0);
	receipt_put_days(c, o);
	return (o);
}

static bool
page_add(struct call *c, const struct json *rows, struct page *p,
    struct json *list)
{
	struct target t;

	json_each(row, rows) {
		if (list->length == p->limit)
			return (true);
		t = row_target(c, row);
		if (permission_allows(c, "receipt.read", &t))
			json_add(list, row_json(c, row));
		p->at = p->open ? json_get_int(row, "key", FAR_AWAY) :
		    json_get_int(row, "received_at", 0);
		p->id = json_get_int(row, "id", 0);
	}
	return (false);
}

enum err
receipt_list(struct call *c, const struct json *in, struct json **out)
{
	struct json *rows, *list;
	struct page p = { .limit = 0 };
	size_t seen = 0;
	bool more;
	enum err e;

	if ((e = permission_check(c, "receipt.list", NULL)) != ERR_OK ||
	    (e = page_read(c, in, &p)) != ERR_OK)
		return (e);
	*out = json_object(c->arena);
	list = json_put(*out, "receipts", json_array(c->arena));
	do {
		if ((e = page_rows(c, in, &p, &rows)) != ERR_OK)
			return (e);
		seen += rows->length;
		more = page_add(c, rows, &p, list) || rows->length == BATCH;
	} while (more && list->length < p.limit && seen < SCAN_MAX);
	json_put(*out, "next", !more ? json_null(c->arena) :
	    json_string(c->arena, cursor_write(c->arena, p.at, p.id)));
	return (ERR_OK);
}

enum err
receipt_read(struct call *c, const struct json *in, struct json **out)
{
	int64_t id = json_get_int(in, "id", 0);
	struct json *row = NULL;
	struct target t;
	enum err e = db_one(c->site->db, c->arena, &row, c->fault,
	    ROW_SQL ", r.content AS content_json, r.reply, r.decided_role"
	    FROM_SQL " WHERE r.id = :id", DB_INT(":id", id));

	if (e != ERR_OK)
		return (e);
	if (row == NULL)
		return (fault_set(c->fault, ERR_NOT_FOUND, "receipt.unknown",
		    "id", "%lld", (long long)id));
	t = row_target(c, row);
	if ((e = permission_check(c, "receipt.read", &t)) != ERR_OK)
		return (e);
	*out = row_json(c, row);
	json_put(*out, "allowed", row_allowed(c, row));
	return (ERR_OK);
}

#define END { .name = NULL }
#define ID { .name = "id", .kind = INPUT_INT, .required = true }
#define KIND(needed) { .name = "kind", .kind = INPUT_LINE, \
	.required = (needed), .max = RECEIPT_KIND_MAX }
#define STATE { .name = "state", .kind = INPUT_LINE, .max = 20 }
#define COLUMN { .name = "column", .kind = INPUT_LINE, \
	.max = COLUMN_PATH_MAX }

static const struct input LIST[] = {
	KIND(false), STATE, COLUMN,
	{ .name = "open", .kind = INPUT_BOOL },
	{ .name = "text", .kind = INPUT_LINE, .max = 100 },
	{ .name = "cursor", .kind = INPUT_LINE, .max = 60 },
	{ .name = "limit", .kind = INPUT_INT }, END
};
static const struct input ONE[] = { ID, END };
static const struct input UPDATE[] = {
	ID, STATE, COLUMN,
	{ .name = "unit", .kind = INPUT_LINE, .max = 100 },
	{ .name = "outcome", .kind = INPUT_LINE, .max = 60 },
	{ .name = "reply", .kind = INPUT_TEXT, .max = RECEIPT_REPLY_MAX },
	{ .name = "due_at", .kind = INPUT_INT }, END
};
static const struct input ERASE[] = {
	ID, { .name = "reason", .kind = INPUT_TEXT, .required = true,
	    .max = 500 }, END
};
static const struct input TOTALS[] = {
	KIND(true), { .name = "from", .kind = INPUT_INT },
	{ .name = "to", .kind = INPUT_INT }, END
};

const struct act receipt_acts[] = {
	{ "receipt.list", receipt_list, true, false, LIST },
	{ "receipt.read", receipt_read, true, false, ONE },
	{ "receipt.update", receipt_update, true, true, UPDATE },
	{ "receipt.erase", receipt_erase, true, true, ERASE },
	{ "receipt.totals", receipt_totals, true, false, TOTALS },
	{ .name = NULL }
};
