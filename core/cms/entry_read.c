/*
 * One entry as its page in the desk shows it: text, place in the workflow, and
 * what this person may do with it now.
 */
#include <string.h>

#include "base/time.h"
#include "cms/autosave.h"
#include "cms/column.h"
#include "cms/entry_acts.h"
#include "cms/purge.h"
#include "cms/revision.h"
#include "cms/workflow.h"

/* The steps of the submission that the newest text belongs to, and who passed
 * them: of what reads as the live text does, the live one's; of an entry that
 * isn't submitted, the steps to come. */
static enum err
steps_read(struct call *c, const struct entry *e, const struct json **flow,
    struct json **done)
{
	bool live = entry_in(e, "published");
	struct workflow w;
	enum err err;

	*done = json_array(c->arena);
	if (!live && !entry_in(e, "review") && !entry_in(e, "approved")) {
		if ((err = workflow_for(c, e->column, &w)) == ERR_OK)
			*flow = w.steps;
		return (err);
	}
	*flow = live ? e->live_flow : e->flow;
	return (db_all(c->site->db, c->arena, done, c->fault,
	    "SELECT step, user_name AS by, at FROM review WHERE"
	    " submission = :id AND act = 'approve' AND valid = 1",
	    DB_INT(":id", live ? e->live_submission : e->submission)));
}

/* The step bar. */
static enum err
put_steps(struct call *c, const struct entry *e, struct json *o)
{
	const struct json *flow = NULL;
	struct json *done, *steps, *s;
	int n = 0;
	enum err err = steps_read(c, e, &flow, &done);

	if (err != ERR_OK)
		return (err);
	steps = json_put(o, "steps", json_array(c->arena));
	json_each(step, flow) {
		n++;
		s = json_add(steps, json_object(c->arena));
		json_put_int(c->arena, s, "number", n);
		json_put_text(c->arena, s, "title",
		    json_get_text(step, "title", ""));
		json_put_text(c->arena, s, "state",
		    e->step == n ? "current" : "waiting");
		json_each(d, done) {
			if (json_get_int(d, "step", 0) != n)
				continue;
			json_put_text(c->arena, s, "state", "done");
			json_put_text(c->arena, s, "by",
			    json_get_text(d, "by", ""));
			json_put_int(c->arena, s, "at",
			    json_get_int(d, "at", 0));
		}
	}
	return (ERR_OK);
}

/* Why it came back: the last thing that a reviewer did, if it was that. */
static enum err
put_returned(struct call *c, const struct entry *e, struct json *o)
{
	struct json *row = NULL;
	enum err err;

	if (!entry_in(e, "returned") && !entry_in(e, "review"))
		return (ERR_OK);
	err = db_one(c->site->db, c->arena, &row, c->fault,
	    "SELECT act, user_name AS by, role, comment AS reason, step,"
	    " to_step AS \"to\", at FROM review WHERE submission = :id"
	    " ORDER BY id DESC LIMIT 1", DB_INT(":id", e->submission));
	if (err == ERR_OK && row != NULL &&
	    strcmp(json_get_text(row, "act", ""), "return") == 0)
		json_put(o, "returned", row);
	return (err);
}

static bool
state_allows(struct call *c, const struct entry *e, const char *act)
{
	bool review = entry_in(e, "review"), approved = entry_in(e, "approved");
	bool trash = entry_in(e, "trash"), published = entry_in(e, "published");
	bool purged = false;

	if (strcmp(act, "entry.purge") == 0 || strcmp(act, "entry.untrash") ==
	    0)
		return (purge_done(c->site, e->id, &purged, c->fault) ==
		    ERR_OK && !purged &&
		    (trash || strcmp(act, "entry.purge") == 0));
	if (strcmp(act, "entry.approve") == 0)
		return (review && review_independent(c, e, e->step) == ERR_OK);
	if (strcmp(act, "entry.return") == 0)
		return (review || approved);
	if (strcmp(act, "entry.submit") == 0)
		return (!review && !approved && !trash && !published);
	if (strcmp(act, "entry.schedule") == 0)
		return (!trash && !published && !entry_in(e, "withdrawn"));
	if (strcmp(act, "entry.withdraw") == 0)
		return (e->live_revision != 0);
	if (strcmp(act, "entry.trash") == 0)
		return (!trash && e->live_revision == 0);
	return (!trash);
}

static void
put_allowed(struct call *c, const struct entry *e, struct json *o)
{
	static const char *const ACTS[] = { "entry.edit", "entry.submit",
	    "entry.approve", "entry.return", "entry.schedule",
	    "entry.withdraw", "entry.trash", "entry.untrash",
	    "entry.restore", "entry.purge" };
	struct json *allowed = json_put(o, "allowed", json_array(c->arena));
	struct fault unused = { .err = ERR_OK };
	struct call quiet = *c;
	struct target t;

	quiet.fault = &unused;
	for (size_t i = 0; i < sizeof(ACTS) / sizeof(ACTS[0]); i++) {
		t = entry_target(c, e);
		if (strcmp(ACTS[i], "entry.return") == 0 &&
		    entry_in(e, "approved"))
			t.step = e->steps;
		if (strcmp(ACTS[i], "entry.purge") == 0 &&
		    e->live_revision != 0)
			t.column = e->live_column;
		if (strcmp(ACTS[i], "entry.withdraw") == 0) {
			t.column = e->live_column;
			t.last_step = e->live_steps;
		}
		if (state_allows(&quiet, e, ACTS[i]) &&
		    permission_allows(c, ACTS[i], &t))
			json_add(allowed, json_string(c->arena, ACTS[i]));
	}
}

static enum err
put_live(struct call *c, const struct entry *e, struct json *o)
{
	struct column col;
	enum err err;

	json_put_bool(c->arena, o, "live", e->live_revision != 0);
	if (e->live_revision == 0)
		return (ERR_OK);
	err = column_by_id(c->site, c->arena, e->live_column, &col, c->fault);
	if (err != ERR_OK)
		return (err);
	json_put_int(c->arena, o, "live_revision", e->live_revision);
	json_put_text(c->arena, o, "live_url",
	    entry_url(c->arena, col.path, e->id));
	return (ERR_OK);
}

static struct json *
time_or_null(struct arena *a, int64_t t)
{
	return (t != 0 ? json_int(a, t) : json_null(a));
}

static void
put_row(struct call *c, const struct entry *e, const struct column *col,
    struct json *o)
{
	struct json *author;

	json_put_int(c->arena, o, "id", e->id);
	json_put_text(c->arena, o, "title", e->title);
	json_put_text(c->arena, o, "column", col->path);
	json_put_text(c->arena, o, "column_title", col->title);
	json_put_text(c->arena, o, "type", e->type);
	json_put_text(c->arena, o, "state", e->state);
	json_put_int(c->arena, o, "step", e->step);
	json_put_text(c->arena, o, "step_title",
	    workflow_title(e->flow, e->step));
	json_put_int(c->arena, o, "revision", e->revision);
	json_put_int(c->arena, o, "number", e->number);
	json_put_text(c->arena, o, "hash", e->hash);
	author = json_put(o, "author", json_object(c->arena));
	json_put_int(c->arena, author, "id", e->author);
	json_put_text(c->arena, author, "name", e->author_name);
	json_put_int(c->arena, o, "created_at", e->created_at);
	json_put_int(c->arena, o, "updated_at", e->updated_at);
	json_put(o, "due_at", time_or_null(c->arena, e->due_at));
	json_put(o, "days_left", e->due_at == 0 ? json_null(c->arena) :
	    json_int(c->arena, workflow_days_left(c, e->due_at)));
	json_put(o, "scheduled_at", time_or_null(c->arena, e->publish_at));
}

/* What this person typed and didn't save. */
static enum err
put_autosave(struct call *c, const struct entry *e, struct json *o)
{
	struct json *own = NULL;
	enum err err = autosave_load(c, e->id, &own);

	if (err == ERR_OK && own != NULL)
		json_put(o, "autosave", own);
	return (err);
}

enum err
entry_read(struct call *c, const struct json *in, struct json **out)
{
	struct entry e;
	struct column col;
	struct revision r;
	enum err err;

	if ((err = entry_for(c, "entry.read", in, &e)) != ERR_OK ||
	    (err = column_by_id(c->site, c->arena, e.column, &col,
	    c->fault)) != ERR_OK ||
	    (err = revision_load(c, e.id, e.revision, &r)) != ERR_OK)
		return (err);
	*out = json_object(c->arena);
	put_row(c, &e, &col, *out);
	json_put(*out, "content", json_copy(c->arena, r.content));
	if (entry_in(&e, "review") || entry_in(&e, "approved"))
		json_put_bool(c->arena, *out, "secrecy_checked",
		    e.secrecy_checked);
	if ((err = put_steps(c, &e, *out)) != ERR_OK ||
	    (err = put_returned(c, &e, *out)) != ERR_OK ||
	    (err = put_live(c, &e, *out)) != ERR_OK ||
	    (err = put_autosave(c, &e, *out)) != ERR_OK)
		return (err);
	put_allowed(c, &e, *out);
	return (ERR_OK);
}
