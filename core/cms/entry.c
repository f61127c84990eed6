/*
 * An entry as every act needs it: read with its newest revision, submission
 * and live copy in one query, and what is asked of it everywhere.
 */
#include <string.h>

#include "cms/audit.h"
#include "cms/entry.h"

/* entry_fill() reads the columns in this order. */
#define ENTRY_SQL \
	"SELECT e.id, e.\"column\", e.type, e.state, e.state_before_trash," \
	" e.title, e.revision, e.step, e.due_at, e.publish_at, e.author," \
	" e.author_name, e.created_at, e.updated_at, r.number, r.hash," \
	" e.submission, s.hash, s.state, s.revision, s.user," \
	" s.secrecy_checked, w.steps, l.revision, l.\"column\", lr.hash," \
	" l.hash, l.submission, lw.steps" \
	" FROM entry e LEFT JOIN revision r ON r.id = e.revision" \
	" LEFT JOIN submission s ON s.id = e.submission" \
	" LEFT JOIN workflow w ON w.id = s.workflow" \
	" LEFT JOIN live l ON l.entry = e.id" \
	" LEFT JOIN revision lr ON lr.id = l.revision" \
	" LEFT JOIN submission ls ON ls.id = l.submission" \
	" LEFT JOIN workflow lw ON lw.id = ls.workflow WHERE e.id = :id"

/* The columns of a row, one after the other. */
struct reading {
	struct call	*c;
	db_stmt		*st;
	int		next;
	enum err	err;
};

static int64_t
read_int(struct reading *r)
{
	return (db_column_int(r->st, r->next++));
}

/* "" for NULL. */
static const char *
read_text(struct reading *r)
{
	const char *text = db_column_text(r->st, r->next++);

	return (text != NULL ? arena_text(r->c->arena, text) : "");
}

/* The steps of a workflow; NULL: none. */
static const struct json *
read_flow(struct reading *r, int *steps)
{
	const char *text = db_column_text(r->st, r->next++);
	struct json *flow = NULL;

	if (text != NULL && json_parse(r->c->arena, text, strlen(text), &flow,
	    NULL) != ERR_OK)
		r->err = fault_set(r->c->fault, ERR_INTERNAL, "db.corrupt",
		    NULL, "steps aren't JSON");
	*steps = flow != NULL ? (int)flow->length : 0;
	return (flow);
}

static enum err
entry_fill(struct call *c, db_stmt *st, struct entry *e)
{
	struct reading r = { .c = c, .st = st };

	e->id = read_int(&r);
	e->column = read_int(&r);
	e->type = read_text(&r);
	e->state = read_text(&r);
	e->before_trash = read_text(&r);
	e->title = read_text(&r);
	e->revision = read_int(&r);
	e->step = (int)read_int(&r);
	e->due_at = read_int(&r);
	e->publish_at = read_int(&r);
	e->author = read_int(&r);
	e->author_name = read_text(&r);
	e->created_at = read_int(&r);
	e->updated_at = read_int(&r);
	e->number = read_int(&r);
	e->hash = read_text(&r);
	e->submission = read_int(&r);
	e->submission_hash = read_text(&r);
	e->submission_state = read_text(&r);
	e->submission_revision = read_int(&r);
	e->submitter = read_int(&r);
	e->secrecy_checked = read_int(&r) != 0;
	e->flow = read_flow(&r, &e->steps);
	e->live_revision = read_int(&r);
	e->live_column = read_int(&r);
	e->live_hash = read_text(&r);
	e->live_public = read_text(&r);
	e->live_submission = read_int(&r);
	e->live_flow = read_flow(&r, &e->live_steps);
	return (r.err);
}

enum err
entry_load(struct call *c, int64_t id, struct entry *e)
{
	db_stmt *st;
	enum err err = db_first(c->site->db, &st, c->fault, ENTRY_SQL,
	    DB_INT(":id", id));

	if (err == ERR_OK && st == NULL)
		err = fault_set(c->fault, ERR_NOT_FOUND, "entry.unknown",
		    "id", "%lld", (long long)id);
	if (err == ERR_OK)
		err = entry_fill(c, st, e);
	db_done(&st);
	return (err);
}

struct target
entry_target(struct call *c, const struct entry *e)
{
	return ((struct target){ .site = c->site, .column = e->column,
	    .owner = e->author, .step = e->step, .last_step = e->steps });
}

enum err
entry_for(struct call *c, const char *act, const struct json *in,
    struct entry *e)
{
	struct target t;
	enum err err = entry_load(c, json_get_int(in, "id", 0), e);

	if (err != ERR_OK)
		return (err);
	t = entry_target(c, e);
	return (permission_check(c, act, &t));
}

bool
entry_in(const struct entry *e, const char *state)
{
	return (strcmp(e->state, state) == 0);
}

enum err
entry_audit(struct call *c, const struct entry *e, const char *act,
    const char *detail)
{
	return (audit_write(c, act,
	    arena_printf(c->arena, "entry %lld", (long long)e->id), "done",
	    detail));
}

enum err
entry_answer(struct call *c, int64_t id, struct json **out)
{
	enum err err = db_one(c->site->db, c->arena, out, c->fault,
	    "SELECT e.id, e.state, e.step, e.revision, coalesce(r.hash, '')"
	    " AS hash, EXISTS (SELECT 1 FROM live WHERE entry = e.id) AS live,"
	    " e.publish_at AS scheduled_at FROM entry e"
	    " LEFT JOIN revision r ON r.id = e.revision WHERE e.id = :id",
	    DB_INT(":id", id));

	if (err == ERR_OK && *out == NULL)
		err = fault_set(c->fault, ERR_NOT_FOUND, "entry.unknown",
		    "id", "%lld", (long long)id);
	if (err == ERR_OK)
		json_put_bool(c->arena, *out, "live",
		    json_get_int(*out, "live", 0) != 0);
	return (err);
}

enum err
entry_void(struct call *c, const struct entry *e)
{
	enum err err = db_run(c->site->db, c->fault,
	    "UPDATE review SET valid = 0 WHERE submission = :s"
	    " AND (SELECT state FROM submission WHERE id = :s)"
	    " IN ('open', 'approved') AND act = 'approve'",
	    DB_INT(":s", e->submission));

	if (err == ERR_OK)
		err = db_run(c->site->db, c->fault,
		    "UPDATE submission SET state = 'void' WHERE id = :s"
		    " AND state IN ('open', 'approved')",
		    DB_INT(":s", e->submission));
	if (err == ERR_OK)
		err = db_run(c->site->db, c->fault,
		    "DELETE FROM job WHERE kind = 'entry.publish'"
		    " AND object = :id", DB_INT(":id", e->id));
	return (err);
}

const char *
entry_url(struct arena *a, const char *column_path, int64_t id)
{
	return (arena_printf(a, "/%s/%lld.html", column_path, (long long)id));
}
