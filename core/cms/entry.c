/*
 * An entry as every act needs it: read with its newest revision, submission
 * and live copy in one query, and what is asked of it everywhere.
 */
#include <string.h>

#include "cms/audit.h"
#include "cms/entry.h"

#define ENTRY_SQL \
	"SELECT e.id, e.\"column\", e.type, e.state," \
	" e.state_before_trash AS before_trash, e.title, e.revision," \
	" e.submission, e.step, e.due_at, e.publish_at, e.author," \
	" e.author_name, e.created_at, e.updated_at, r.number, r.hash," \
	" s.hash AS submission_hash, s.state AS submission_state," \
	" s.revision AS submission_revision, s.user AS submitter," \
	" s.secrecy_checked," \
	" w.steps AS flow_json, l.revision AS live_revision," \
	" l.\"column\" AS live_column, lr.hash AS live_hash," \
	" l.hash AS live_public," \
	" l.submission AS live_submission, lw.steps AS live_flow_json" \
	" FROM entry e LEFT JOIN revision r ON r.id = e.revision" \
	" LEFT JOIN submission s ON s.id = e.submission" \
	" LEFT JOIN workflow w ON w.id = s.workflow" \
	" LEFT JOIN live l ON l.entry = e.id" \
	" LEFT JOIN revision lr ON lr.id = l.revision" \
	" LEFT JOIN submission ls ON ls.id = l.submission" \
	" LEFT JOIN workflow lw ON lw.id = ls.workflow WHERE e.id = :id"

static void
entry_fill(struct entry *e, const struct json *row)
{
	memset(e, 0, sizeof(*e));
	e->id = json_get_int(row, "id", 0);
	e->column = json_get_int(row, "column", 0);
	e->revision = json_get_int(row, "revision", 0);
	e->number = json_get_int(row, "number", 0);
	e->author = json_get_int(row, "author", 0);
	e->created_at = json_get_int(row, "created_at", 0);
	e->updated_at = json_get_int(row, "updated_at", 0);
	e->publish_at = json_get_int(row, "publish_at", 0);
	e->due_at = json_get_int(row, "due_at", 0);
	e->type = json_get_text(row, "type", "");
	e->state = json_get_text(row, "state", "");
	e->before_trash = json_get_text(row, "before_trash", NULL);
	e->title = json_get_text(row, "title", "");
	e->author_name = json_get_text(row, "author_name", "");
	e->hash = json_get_text(row, "hash", "");
	e->submission = json_get_int(row, "submission", 0);
	e->submission_hash = json_get_text(row, "submission_hash", "");
	e->submission_state = json_get_text(row, "submission_state", "");
	e->submission_revision = json_get_int(row, "submission_revision", 0);
	e->submitter = json_get_int(row, "submitter", 0);
	e->secrecy_checked = json_get_int(row, "secrecy_checked", 0) != 0;
	e->step = (int)json_get_int(row, "step", 0);
	e->flow = json_get(row, "flow");
	e->steps = e->flow != NULL ? (int)e->flow->length : 0;
	e->live_revision = json_get_int(row, "live_revision", 0);
	e->live_column = json_get_int(row, "live_column", 0);
	e->live_hash = json_get_text(row, "live_hash", "");
	e->live_public = json_get_text(row, "live_public", "");
	e->live_submission = json_get_int(row, "live_submission", 0);
	e->live_flow = json_get(row, "live_flow");
	e->live_steps = e->live_flow != NULL ? (int)e->live_flow->length : 0;
}

enum err
entry_load(struct call *c, int64_t id, struct entry *e)
{
	struct json *row = NULL;
	enum err err = db_one(c->site->db, c->arena, &row, c->fault,
	    ENTRY_SQL, DB_INT(":id", id));

	if (err != ERR_OK)
		return (err);
	if (row == NULL)
		return (fault_set(c->fault, ERR_NOT_FOUND, "entry.unknown",
		    "id", "%lld", (long long)id));
	entry_fill(e, row);
	return (ERR_OK);
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
	struct entry e = { .id = 0 };
	enum err err = entry_load(c, id, &e);

	if (err != ERR_OK)
		return (err);
	*out = json_object(c->arena);
	json_put_int(c->arena, *out, "id", e.id);
	json_put_text(c->arena, *out, "state", e.state);
	json_put_int(c->arena, *out, "step", e.step);
	json_put_int(c->arena, *out, "revision", e.revision);
	json_put_text(c->arena, *out, "hash", e.hash);
	json_put_bool(c->arena, *out, "live", e.live_revision != 0);
	json_put(*out, "scheduled_at", e.publish_at != 0 ?
	    json_int(c->arena, e.publish_at) : json_null(c->arena));
	return (ERR_OK);
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
