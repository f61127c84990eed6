/*
 * Lists of entries: all that somebody may read, and what waits for a reviewer.
 * Each row is checked by itself (rights in one column must not show another's
 * titles); pages go by a key, never by an offset.
 */
#include <string.h>

#include "base/time.h"
#include "cms/column.h"
#include "cms/cursor.h"
#include "cms/entry_acts.h"
#include "cms/workflow.h"

#define SCAN_MAX 5000	/* rows looked at for one page */
#define BATCH 100

#define ROWS_SQL \
	"SELECT e.id, e.\"column\" AS column_id, k.path AS \"column\"," \
	" k.title AS column_title, e.type, e.state, e.title, e.step," \
	" e.author AS author_id, e.author_name, e.updated_at, e.due_at," \
	" e.publish_at AS scheduled_at, w.steps AS flow_json," \
	" s.user AS submitter, e.submission," \
	" l.entry IS NOT NULL AS live FROM entry e" \
	" JOIN \"column\" k ON k.id = e.\"column\"" \
	" LEFT JOIN submission s ON s.id = e.submission" \
	" LEFT JOIN workflow w ON w.id = s.workflow" \
	" LEFT JOIN live l ON l.entry = e.id"

struct page {
	int64_t	at, id;		/* the key of the row before the page */
	size_t	limit;
};

static enum err
page_read(struct call *c, const struct json *in, struct page *p, bool newest)
{
	const char *cursor = json_get_text(in, "cursor", "");
	int64_t limit = json_get_int(in, "limit", ENTRY_LIST_DEFAULT);

	p->at = p->id = newest ? INT64_MAX : 0;
	if (cursor[0] != '\0' && !cursor_read(cursor, &p->at, &p->id))
		return (fault_set(c->fault, ERR_INPUT, "input.cursor",
		    "cursor", NULL));
	if (limit < 1 || limit > ENTRY_LIST_MAX)
		return (fault_set(c->fault, ERR_INPUT, "input.range", "limit",
		    "1–%d", ENTRY_LIST_MAX));
	p->limit = (size_t)limit;
	return (ERR_OK);
}

static void
row_entry(const struct json *row, struct entry *e)
{
	memset(e, 0, sizeof(*e));
	e->id = json_get_int(row, "id", 0);
	e->column = json_get_int(row, "column_id", 0);
	e->state = json_get_text(row, "state", "");
	e->author = json_get_int(row, "author_id", 0);
	e->submitter = json_get_int(row, "submitter", 0);
	e->submission = json_get_int(row, "submission", 0);
	e->step = (int)json_get_int(row, "step", 0);
	e->flow = json_get(row, "flow");
	e->steps = e->flow != NULL ? (int)e->flow->length : 0;
}

static struct json *
row_json(struct call *c, const struct json *row, const struct entry *e)
{
	static const char *const COPIED[] = { "id", "title", "column",
	    "column_title", "type", "state", "step", "updated_at", "due_at",
	    "scheduled_at" };
	struct json *o = json_object(c->arena), *author;
	int64_t due = json_get_int(row, "due_at", 0);

	for (size_t i = 0; i < sizeof(COPIED) / sizeof(COPIED[0]); i++)
		json_put(o, COPIED[i],
		    json_copy(c->arena, json_get(row, COPIED[i])));
	json_put_text(c->arena, o, "step_title",
	    workflow_title(e->flow, e->step));
	json_put_int(c->arena, o, "steps", e->steps);
	author = json_put(o, "author", json_object(c->arena));
	json_put_int(c->arena, author, "id", e->author);
	json_put_text(c->arena, author, "name",
	    json_get_text(row, "author_name", ""));
	json_put_bool(c->arena, o, "live", json_get_int(row, "live", 0) != 0);
	json_put_bool(c->arena, o, "overdue", due != 0 && due < time_now() &&
	    entry_in(e, "review"));
	json_put(o, "days_left", due == 0 ? json_null(c->arena) :
	    json_int(c->arena, workflow_days_left(c, due)));
	return (o);
}

/* May the row be on this page? */
static bool
row_shown(struct call *c, const struct entry *e, bool queue)
{
	struct fault unused = { .err = ERR_OK };
	struct call quiet = *c;
	struct target t = entry_target(c, e);

	if (!queue)
		return (permission_allows(c, "entry.read", &t));
	quiet.fault = &unused;
	return (permission_allows(c, "entry.approve", &t) &&
	    review_independent(&quiet, e, e->step) == ERR_OK);
}

/* A list by a state or column that there isn't is a mistake, not empty. */
static enum err
list_known(struct call *c, const struct json *in)
{
	static const char *const STATES[] = { "draft", "review", "returned",
	    "approved", "published", "withdrawn", "trash" };
	const char *state = json_get_text(in, "state", "");
	const char *path = json_get_text(in, "column", "");
	struct column col;
	size_t i = 0, count = sizeof(STATES) / sizeof(STATES[0]);

	while (i < count && strcmp(state, STATES[i]) != 0)
		i++;
	if (state[0] != '\0' && i == count)
		return (fault_set(c->fault, ERR_INPUT, "entry.state", "state",
		    "%s", state));
	return (path[0] == '\0' ? ERR_OK :
	    column_named(c, path, "column", &col));
}

/* The next rows behind p's key, whoever may read them. */
static enum err
list_rows(struct call *c, const struct json *in, const struct page *p,
    struct json **rows)
{
	const char *path = json_get_text(in, "column", "");
	const char *text = json_get_text(in, "text", "");

	return (db_all(c->site->db, c->arena, rows, c->fault,
	    ROWS_SQL " WHERE (:state = '' AND e.state <> 'trash'"
	    " OR e.state = :state)"
	    " AND (:path = '' OR k.path = :path OR"
	    " (k.path > :path || '/' AND k.path < :path || '0'))"
	    " AND (:mine IS NULL OR e.author = :mine)"
	    " AND (:text = '' OR instr(e.title, :text) > 0)"
	    " AND (e.updated_at, e.id) < (:at, :id)"
	    " ORDER BY e.updated_at DESC, e.id DESC LIMIT :batch",
	    DB_TEXT(":state", json_get_text(in, "state", "")),
	    DB_TEXT(":path", path), DB_TEXT(":text", text),
	    json_get_bool(in, "mine", false) ?
		DB_INT(":mine", c->actor->user) : DB_NULL(":mine"),
	    DB_INT(":at", p->at), DB_INT(":id", p->id),
	    DB_INT(":batch", BATCH)));
}

/* Those of the list `among`, by their numbers. */
static enum err
among_rows(struct call *c, const struct json *in, const struct page *p,
    struct json **rows)
{
	struct buf ids = { 0 };
	enum err e;

	json_write(&ids, json_get(in, "among"));
	e = db_all(c->site->db, c->arena, rows, c->fault,
	    ROWS_SQL " WHERE e.id IN (SELECT CAST(value AS INTEGER)"
	    " FROM json_each(:ids)) AND e.state <> 'trash'"
	    " AND (e.updated_at, e.id) < (:at, :id)"
	    " ORDER BY e.updated_at DESC, e.id DESC LIMIT :batch",
	    DB_TEXT(":ids", buf_string(&ids)),
	    DB_INT(":at", p->at), DB_INT(":id", p->id),
	    DB_INT(":batch", BATCH));
	buf_cleanup(&ids);
	return (e);
}

static enum err
queue_rows(struct call *c, const struct json *in, const struct page *p,
    struct json **rows)
{
	return (db_all(c->site->db, c->arena, rows, c->fault,
	    ROWS_SQL " WHERE e.state = 'review'"
	    " AND (e.updated_at, e.id) > (:at, :id)"
	    " ORDER BY e.updated_at, e.id LIMIT :batch",
	    DB_INT(":at", p->at), DB_INT(":id", p->id),
	    DB_INT(":batch", BATCH)));
}

/* Adds what may be shown of the rows, until the page is full; moves p's key
 * behind the last row that was looked at. */
static bool
page_add(struct call *c, const struct json *rows, struct page *p, bool queue,
    struct json *list)
{
	struct entry e;

	json_each(row, rows) {
		if (list->length == p->limit)
			return (true);
		row_entry(row, &e);
		if (row_shown(c, &e, queue))
			json_add(list, row_json(c, row, &e));
		p->at = json_get_int(row, "updated_at", 0);
		p->id = e.id;
	}
	return (false);
}

/* A page that isn't full may still have a `next`: it stopped looking. */
static enum err
page_answer(struct call *c, const struct json *in, bool queue,
    struct json **out)
{
	struct json *rows, *list;
	struct page p = { .limit = 0 };
	size_t seen = 0;
	bool more;
	enum err e;

	if ((e = page_read(c, in, &p, !queue)) != ERR_OK)
		return (e);
	*out = json_object(c->arena);
	list = json_put(*out, "entries", json_array(c->arena));
	do {
		e = (queue ? queue_rows : json_get(in, "among") != NULL ?
		    among_rows : list_rows)(c, in, &p, &rows);
		if (e != ERR_OK)
			return (e);
		seen += rows->length;
		more = page_add(c, rows, &p, queue, list) ||
		    rows->length == BATCH;
	} while (more && list->length < p.limit && seen < SCAN_MAX);
	json_put(*out, "next", !more ? json_null(c->arena) :
	    json_string(c->arena, cursor_write(c->arena, p.at, p.id)));
	return (ERR_OK);
}

enum err
entry_list(struct call *c, const struct json *in, struct json **out)
{
	enum err e = permission_check(c, "entry.list", NULL);

	if (e == ERR_OK)
		e = list_known(c, in);
	return (e == ERR_OK ? page_answer(c, in, false, out) : e);
}

enum err
entry_queue(struct call *c, const struct json *in, struct json **out)
{
	enum err e = permission_check(c, "entry.queue", NULL);

	return (e == ERR_OK ? page_answer(c, in, true, out) : e);
}
