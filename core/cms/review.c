/*
 * Submit, approve, return.  A submission binds one revision and its hash to
 * one version of the workflow; approvals hold for that hash only.  Nobody
 * approves what they wrote or edited (any revision that the entry ever had),
 * nor two steps of one submission (三审三校: each step by another person).
 *
 * Who submits says that the secrecy review is done.  What the clerk submits
 * (taken in from outside) has nobody who could: the first reviewer has to say
 * it, by name, or nothing passes.
 */
#include <string.h>

#include "base/hash.h"
#include "base/time.h"
#include "base/utf8.h"
#include "cms/column.h"
#include "cms/entry_acts.h"
#include "cms/event.h"
#include "cms/job.h"
#include "cms/revision.h"
#include "cms/topic.h"
#include "cms/transact.h"
#include "cms/workflow.h"

enum err
review_independent(struct call *c, const struct entry *e, int step)
{
	int64_t wrote = 0, took = 0;
	enum err err = db_value(c->site->db, &wrote, c->fault,
	    "SELECT EXISTS (SELECT 1 FROM revision WHERE entry = :entry"
	    " AND user = :user)", DB_INT(":entry", e->id),
	    DB_INT(":user", c->actor->user));
	if (err == ERR_OK)
		err = db_value(c->site->db, &took, c->fault,
		    "SELECT EXISTS (SELECT 1 FROM review"
		    " WHERE submission = :submission AND user = :user"
		    " AND step <> :step)", DB_INT(":submission", e->submission),
		    DB_INT(":user", c->actor->user), DB_INT(":step", step));
	if (err != ERR_OK)
		return (err);
	if (wrote != 0 || e->author == c->actor->user ||
	    e->submitter == c->actor->user)
		return (fault_set(c->fault, ERR_FORBIDDEN, "review.own", NULL,
		    NULL));
	if (took != 0)
		return (fault_set(c->fault, ERR_FORBIDDEN, "review.twice",
		    NULL, NULL));
	return (ERR_OK);
}

/* ---- submit ---- */

#define ASKED "asked"	/* a member that no act takes */

static enum err
submittable(struct call *c, const struct entry *e, const struct json *in)
{
	if (!json_get_bool(in, "secrecy_checked", false) &&
	    !c->actor->system)
		return (fault_set(c->fault, ERR_INPUT, "entry.secrecy",
		    "secrecy_checked", NULL));
	if (entry_in(e, "trash"))
		return (fault_set(c->fault, ERR_CONFLICT, "entry.trashed",
		    "id", NULL));
	if (entry_in(e, "review") || entry_in(e, "approved"))
		return (fault_set(c->fault, ERR_CONFLICT, "entry.submitted",
		    "id", NULL));
	if (entry_in(e, "published"))
		return (fault_set(c->fault, ERR_CONFLICT, "entry.unchanged",
		    "id", NULL));
	return (ERR_OK);
}

/* The text that plugins were asked about, not one saved meanwhile. */
static enum err
submit_same(struct call *c, const struct entry *e, const struct json *in)
{
	if (json_get(in, ASKED) == NULL ||
	    json_get_int(in, ASKED, 0) == e->revision)
		return (ERR_OK);
	return (fault_set(c->fault, ERR_CONFLICT, "entry.stale", "id", "%lld",
	    (long long)e->revision));
}

static enum err
submit_in(struct call *c, const struct json *in, struct json **out)
{
	struct entry e;
	struct workflow w;
	int64_t least, submission, now = time_now();
	enum err err;

	if ((err = entry_for(c, "entry.submit", in, &e)) != ERR_OK ||
	    (err = submittable(c, &e, in)) != ERR_OK ||
	    (err = submit_same(c, &e, in)) != ERR_OK ||
	    (err = topic_check(c, &e, NULL)) != ERR_OK ||
	    (err = entry_files_there(c, &e)) != ERR_OK ||
	    (err = workflow_for(c, e.column, &w)) != ERR_OK ||
	    (err = workflow_steps_min(c, &least)) != ERR_OK)
		return (err);
	if ((int64_t)w.steps->length < least)
		return (fault_set(c->fault, ERR_CONFLICT, "workflow.too_few",
		    NULL, "%lld", (long long)least));
	err = db_run(c->site->db, c->fault,
	    "INSERT INTO submission (entry, revision, hash, workflow, user,"
	    " user_name, role, secrecy_checked, note, at, state) VALUES"
	    " (:entry, :revision, :hash, :workflow, :user, :name, :role,"
	    " :checked, :note, :now, 'open')", DB_INT(":entry", e.id),
	    DB_INT(":revision", e.revision), DB_TEXT(":hash", e.hash),
	    DB_INT(":workflow", w.id), DB_INT(":user", c->actor->user),
	    DB_TEXT(":name", c->actor->display), DB_TEXT(":role", c->role),
	    DB_INT(":checked", !c->actor->system),
	    DB_TEXT(":note", json_get_text(in, "note", "")),
	    DB_INT(":now", now));
	submission = db_last_id(c->site->db);
	if (err == ERR_OK)
		err = db_run(c->site->db, c->fault,
		    "UPDATE entry SET state = 'review', step = 1,"
		    " submission = :submission, due_at = :due,"
		    " updated_at = :now WHERE id = :id",
		    DB_INT(":submission", submission), DB_INT(":now", now),
		    DB_INT(":due", workflow_due(c, w.steps, 1)),
		    DB_INT(":id", e.id));
	if (err == ERR_OK)
		err = entry_audit(c, &e, "entry.submit", e.hash);
	return (err == ERR_OK ? entry_answer(c, e.id, out) : err);
}

/* ---- approve ---- */

static enum err
review_add(struct call *c, const struct entry *e, const char *act, int step,
    const char *comment, int to)
{
	return (db_run(c->site->db, c->fault,
	    "INSERT INTO review (submission, step, act, user, user_name,"
	    " role, hash, comment, to_step, at) VALUES (:submission, :step,"
	    " :act, :user, :name, :role, :hash, :comment, :to, :now)",
	    DB_INT(":submission", e->submission), DB_INT(":step", step),
	    DB_TEXT(":act", act), DB_INT(":user", c->actor->user),
	    DB_TEXT(":name", c->actor->display), DB_TEXT(":role", c->role),
	    DB_TEXT(":hash", e->submission_hash), DB_TEXT(":comment", comment),
	    DB_INT(":now", time_now()),
	    to < 0 ? DB_NULL(":to") : DB_INT(":to", to)));
}

/* What waits at `step` now. */
static enum err
step_set(struct call *c, const struct entry *e, int step)
{
	int64_t now = time_now();

	return (db_run(c->site->db, c->fault,
	    "UPDATE entry SET state = 'review', step = :step,"
	    " due_at = :due, updated_at = :now WHERE id = :id",
	    DB_INT(":step", step), DB_INT(":now", now),
	    DB_INT(":due", workflow_due(c, e->flow, step)),
	    DB_INT(":id", e->id)));
}

/* The last approval: at once before visitors, or waiting for its time. */
static enum err
all_approved(struct call *c, struct entry *e)
{
	int64_t now = time_now();
	enum err err = db_run(c->site->db, c->fault,
	    "UPDATE submission SET state = 'approved' WHERE id = :id",
	    DB_INT(":id", e->submission));

	if (err != ERR_OK)
		return (err);
	e->submission_state = "approved";
	if (e->publish_at <= now)
		return (publish_entry(c, e));
	err = db_run(c->site->db, c->fault,
	    "UPDATE entry SET state = 'approved', step = 0, due_at = NULL,"
	    " updated_at = :now WHERE id = :id", DB_INT(":now", now),
	    DB_INT(":id", e->id));
	if (err == ERR_OK)
		err = job_put(c->site, "entry.publish", e->id, e->publish_at,
		    c->fault);
	return (err);
}

/* Somebody with a name has looked for secrets before anything passes. */
static enum err
secrecy_set(struct call *c, const struct entry *e, const struct json *in)
{
	enum err err;

	if (e->secrecy_checked)
		return (ERR_OK);
	if (!json_get_bool(in, "secrecy_checked", false))
		return (fault_set(c->fault, ERR_INPUT, "review.secrecy",
		    "secrecy_checked", NULL));
	err = db_run(c->site->db, c->fault,
	    "UPDATE submission SET secrecy_checked = 1 WHERE id = :id",
	    DB_INT(":id", e->submission));
	return (err == ERR_OK ? entry_audit(c, e, "entry.secrecy",
	    e->submission_hash) : err);
}

/* "It isn't in review", to who read what was submitted, may read it, or
 * reviews there; to others it is simply not theirs. */
static enum err
review_open(struct call *c, const struct entry *e, const char *act,
    const char *hash)
{
	struct target t = entry_target(c, e);
	bool theirs = permission_allows(c, "entry.read", &t) ||
	    (hash != NULL && hash_equal(hash, e->submission_hash));

	if (entry_in(e, "review") || !permission_anywhere(c, act))
		return (ERR_OK);
	for (t.step = 1; !theirs && t.step <= REVIEW_STEP_MAX; t.step++)
		theirs = permission_allows(c, act, &t);
	return (!theirs ? ERR_OK :
	    fault_set(c->fault, ERR_CONFLICT, "entry.not_review", "id", NULL));
}

static enum err
approve_in(struct call *c, const struct json *in, struct json **out)
{
	const char *hash = json_get_text(in, "hash", "");
	struct entry e;
	struct target t;
	enum err err;

	if ((err = entry_load(c, json_get_int(in, "id", 0), &e)) != ERR_OK)
		return (err);
	t = entry_target(c, &e);
	if ((err = review_open(c, &e, "entry.approve", hash)) != ERR_OK ||
	    (err = permission_check(c, "entry.approve", &t)) != ERR_OK)
		return (err);
	if (!hash_equal(hash, e.submission_hash))
		return (fault_set(c->fault, ERR_CONFLICT, "entry.changed",
		    "hash", NULL));
	if ((err = review_independent(c, &e, e.step)) != ERR_OK ||
	    (err = secrecy_set(c, &e, in)) != ERR_OK ||
	    (err = review_add(c, &e, "approve", e.step,
	    json_get_text(in, "comment", ""), -1)) != ERR_OK ||
	    (err = entry_audit(c, &e, "entry.approve", arena_printf(c->arena,
	    "%d %s", e.step, e.submission_hash))) != ERR_OK)
		return (err);
	err = e.step < e.steps ? step_set(c, &e, e.step + 1) :
	    all_approved(c, &e);
	return (err == ERR_OK ? entry_answer(c, e.id, out) : err);
}

/* ---- return ---- */

/* To the author: the submission ends. */
static enum err
return_to_author(struct call *c, const struct entry *e)
{
	enum err err = db_run(c->site->db, c->fault,
	    "UPDATE review SET valid = 0 WHERE submission = :id"
	    " AND act = 'approve'", DB_INT(":id", e->submission));

	if (err == ERR_OK)
		err = db_run(c->site->db, c->fault,
		    "UPDATE submission SET state = 'returned' WHERE id = :id",
		    DB_INT(":id", e->submission));
	if (err == ERR_OK)
		err = db_run(c->site->db, c->fault,
		    "UPDATE entry SET state = 'returned', step = 0,"
		    " due_at = NULL, updated_at = :now WHERE id = :id",
		    DB_INT(":now", time_now()), DB_INT(":id", e->id));
	return (err);
}

/* To an earlier step: what was approved from there on is to be done again. */
static enum err
return_to_step(struct call *c, const struct entry *e, int to)
{
	enum err err = db_run(c->site->db, c->fault,
	    "UPDATE review SET valid = 0 WHERE submission = :id"
	    " AND act = 'approve' AND step >= :to",
	    DB_INT(":id", e->submission), DB_INT(":to", to));

	if (err == ERR_OK)
		err = db_run(c->site->db, c->fault,
		    "UPDATE submission SET state = 'open' WHERE id = :id",
		    DB_INT(":id", e->submission));
	return (err == ERR_OK ? step_set(c, e, to) : err);
}

/* Returns from review, or (by the last step) what waits for its time. */
static enum err
returnable(struct call *c, struct entry *e, int to, const char *reason)
{
	bool approved = entry_in(e, "approved");
	struct target t;
	enum err err;

	if (approved)
		e->step = e->steps;
	t = entry_target(c, e);
	if ((!approved && (err = review_open(c, e, "entry.return", NULL)) !=
	    ERR_OK) || (err = permission_check(c, "entry.return", &t)) !=
	    ERR_OK)
		return (err);
	if (!approved && !entry_in(e, "review"))
		return (fault_set(c->fault, ERR_CONFLICT, "entry.not_review",
		    "id", NULL));
	if (to < 0 || to > e->steps || (!approved && to >= e->step))
		return (fault_set(c->fault, ERR_INPUT, "entry.return_to",
		    "to", NULL));
	if (utf8_count(reason, strlen(reason)) < WORKFLOW_REASON_MIN ||
	    strspn(reason, " \t\n\r") == strlen(reason))
		return (fault_set(c->fault, ERR_INPUT, "entry.reason",
		    "reason", "%d", WORKFLOW_REASON_MIN));
	return (ERR_OK);
}

static enum err
return_in(struct call *c, const struct json *in, struct json **out)
{
	const char *reason = json_get_text(in, "reason", "");
	int64_t to = json_get_int(in, "to", -1);
	struct entry e;
	enum err err;

	if ((err = entry_load(c, json_get_int(in, "id", 0), &e)) != ERR_OK)
		return (err);
	if (to < 0 || to > REVIEW_STEP_MAX)
		to = -1;
	if ((err = returnable(c, &e, (int)to, reason)) != ERR_OK ||
	    (err = review_add(c, &e, "return", e.step, reason, (int)to)) !=
	    ERR_OK ||
	    (err = job_drop(c->site, "entry.publish", e.id, c->fault)) !=
	    ERR_OK)
		return (err);
	err = to == 0 ? return_to_author(c, &e) :
	    return_to_step(c, &e, (int)to);
	if (err == ERR_OK)
		err = entry_audit(c, &e, "entry.return",
		    arena_printf(c->arena, "%d > %d", e.step, (int)to));
	return (err == ERR_OK ? entry_answer(c, e.id, out) : err);
}

/* Plugins see exactly the text that is to be reviewed: `*asked` becomes the
 * input with its revision. */
static enum err
submit_ask(struct call *c, const struct json *in, const struct json **asked,
    struct json **out)
{
	struct json *payload, *entry;
	struct column col;
	struct revision r;
	struct entry e;
	enum err err;

	if (c->actor == NULL || !event_wanted(c, "entry.submit"))
		return (ERR_OK);
	if ((err = entry_for(c, "entry.submit", in, &e)) != ERR_OK ||
	    (err = submittable(c, &e, in)) != ERR_OK ||
	    (err = revision_load(c, e.id, e.revision, &r)) != ERR_OK ||
	    (err = column_by_id(c->site, c->arena, e.column, &col,
	    c->fault)) != ERR_OK)
		return (err);
	payload = json_object(c->arena);
	entry = json_put(payload, "entry", json_object(c->arena));
	json_put_int(c->arena, entry, "id", e.id);
	json_put_int(c->arena, entry, "revision", e.revision);
	json_put_text(c->arena, entry, "hash", e.hash);
	json_put_text(c->arena, entry, "type", e.type);
	json_put_text(c->arena, entry, "column", col.path);
	json_put(entry, "content", json_copy(c->arena, r.content));
	if (json_get(in, "override") != NULL)
		json_put_text(c->arena, payload, "override",
		    json_get_text(in, "override", NULL));
	*asked = json_copy(c->arena, in);
	json_put_int(c->arena, (struct json *)*asked, ASKED, e.revision);
	err = event_ask(c, "entry.validate", json_copy(c->arena, payload),
	    out);
	return (err != ERR_OK ? err : event_ask(c, "entry.submit", payload,
	    out));
}

enum err
entry_submit(struct call *c, const struct json *in, struct json **out)
{
	const struct json *asked = in;
	enum err e = submit_ask(c, in, &asked, out);

	return (e == ERR_OK ? transact(c, submit_in, asked, out) : e);
}

enum err
entry_approve(struct call *c, const struct json *in, struct json **out)
{
	return (transact(c, approve_in, in, out));
}

enum err
entry_return(struct call *c, const struct json *in, struct json **out)
{
	return (transact(c, return_in, in, out));
}
