/*
 * What comes before visitors: publish, schedule.  withdraw.c takes it away.
 * Every publication, whoever asks for it (the last reviewer, a scheduled time,
 * the clerk), comes through publish_entry(), which looks at all approvals and
 * at the text itself once more.  PubDate is the time of that transaction and
 * no field that anybody edits (国办秘函〔2019〕19号).
 */
#include <string.h>

#include "base/buf.h"
#include "base/time.h"
#include "base/utf8.h"
#include "cms/audit.h"
#include "cms/content.h"
#include "cms/due.h"
#include "cms/entry_acts.h"
#include "cms/event.h"
#include "cms/expire.h"
#include "cms/job.h"
#include "cms/ledger.h"
#include "cms/revision.h"
#include "cms/search.h"
#include "cms/topic.h"
#include "cms/transact.h"
#include "cms/workflow.h"

static enum err
unapproved(struct call *c, const char *why)
{
	return (fault_set(c->fault, ERR_CONFLICT, "publish.unapproved", NULL,
	    "%s", why));
}

/* What the valid approvals of a submission are found to be. */
struct approvals {
	int		count;
	int64_t		user[REVIEW_STEP_MAX];
	bool		in_order;	/* of step 1, 2, 3 … */
	bool		twice;		/* two of them by one person */
	bool		other_text;
	bool		author;		/* … who had a hand in the text */
};

static void
approval_note(struct approvals *a, db_stmt *st, const struct entry *e)
{
	int64_t user = db_column_int(st, 1);
	int i;

	for (i = 0; i < a->count; i++)
		a->twice |= a->user[i] == user;
	a->in_order &= db_column_int(st, 0) == a->count + 1;
	a->other_text |= strcmp(db_column_text(st, 2), e->submission_hash) != 0;
	a->author |= user == e->author || user == e->submitter ||
	    db_column_int(st, 3) != 0;
	a->user[a->count++] = user;
}

/* One valid approval for each step 1 … n, each by another person, each for
 * the submission's hash; none of them had a hand in any text of the entry. */
static enum err
steps_approved(struct call *c, const struct entry *e)
{
	struct approvals a = { .in_order = true };
	db_stmt *st;
	enum err err = db_first(c->site->db, &st, c->fault,
	    "SELECT step, user, hash, EXISTS (SELECT 1 FROM revision r"
	    " WHERE r.entry = :entry AND r.user = review.user) FROM review"
	    " WHERE submission = :submission AND act = 'approve'"
	    " AND valid = 1 ORDER BY step", DB_INT(":entry", e->id),
	    DB_INT(":submission", e->submission));

	for (; err == ERR_OK && st != NULL;
	    err = db_next(c->site->db, &st, c->fault)) {
		if (a.count == REVIEW_STEP_MAX)
			break;
		approval_note(&a, st, e);
	}
	a.in_order &= st == NULL && a.count == e->steps && e->steps > 0;
	db_done(&st);
	if (err != ERR_OK)
		return (err);
	return (!a.in_order ? unapproved(c, "steps") :
	    a.twice ? unapproved(c, "people") :
	    a.other_text ? unapproved(c, "hash") :
	    a.author ? unapproved(c, "author") : ERR_OK);
}

enum err
publish_allowed(struct call *c, const struct entry *e, struct revision *r)
{
	char hash[HASH_SIZE];
	enum err err;

	if (strcmp(e->submission_state, "approved") != 0 ||
	    e->submission_revision != e->revision)
		return (unapproved(c, "submission"));
	err = revision_load(c, e->id, e->submission_revision, r);
	if (err != ERR_OK)
		return (err);
	content_hash_text(e->type, r->column, r->text, hash);
	if (strcmp(hash, r->hash) != 0 || strcmp(hash, e->submission_hash) != 0)
		return (unapproved(c, "hash"));
	return (steps_approved(c, e));
}

/* What lists show of the tags; types without them have none. */
static void
live_tags(const struct json *content, struct buf *out)
{
	const struct json *tags = json_get(content, "tags");

	if (tags != NULL && tags->type == JSON_ARRAY)
		json_canonical(out, tags);
	else
		buf_text(out, "[]");
}

/* A new row is a first publication; another text on it is a correction. */
static enum err
live_write(struct call *c, const struct entry *e, const struct revision *r,
    int64_t now)
{
	struct buf tags = { 0 };
	enum err err;

	live_tags(r->content, &tags);
	err = db_run(c->site->db, c->fault,
	    "INSERT INTO live (entry, revision, submission, \"column\", type,"
	    " title, source, tags, summary, content, hash, cover,"
	    " published_at) VALUES (:entry, :revision, :submission, :column,"
	    " :type, :title, :source, :tags, :summary, :content, :hash,"
	    " nullif(:cover, ''), :now)"
	    " ON CONFLICT (entry) DO UPDATE SET revision = excluded.revision,"
	    " submission = excluded.submission, \"column\" ="
	    " excluded.\"column\", title = excluded.title,"
	    " source = excluded.source, tags = excluded.tags,"
	    " summary = excluded.summary, content = excluded.content,"
	    " hash = excluded.hash, cover = excluded.cover,"
	    " corrected_at = :now", DB_INT(":entry", e->id),
	    DB_INT(":revision", r->id), DB_INT(":submission", e->submission),
	    DB_INT(":column", r->column), DB_TEXT(":type", e->type),
	    DB_TEXT(":title", content_title(r->content)),
	    DB_TEXT(":source", json_get_text(r->content, "source", "")),
	    DB_TEXT(":tags", buf_string(&tags)),
	    DB_TEXT(":summary", json_get_text(r->content, "summary", "")),
	    DB_TEXT(":content", r->text), DB_TEXT(":hash",
	    r->public_hash),
	    DB_TEXT(":cover", json_get_text(r->content, "cover", "")),
	    DB_INT(":now", now));
	buf_cleanup(&tags);
	return (err);
}

static enum err
rows_after(struct call *c, const struct entry *e, int64_t now)
{
	enum err err = db_run(c->site->db, c->fault,
	    "UPDATE entry SET state = 'published', step = 0, due_at = NULL,"
	    " publish_at = NULL, updated_at = :now WHERE id = :id",
	    DB_INT(":now", now), DB_INT(":id", e->id));

	if (err == ERR_OK)
		err = db_run(c->site->db, c->fault,
		    "UPDATE submission SET state = 'published'"
		    " WHERE id = :id", DB_INT(":id", e->submission));
	if (err == ERR_OK)
		err = db_run(c->site->db, c->fault,
		    "DELETE FROM tombstone WHERE entry = :id",
		    DB_INT(":id", e->id));
	if (err == ERR_OK)
		err = job_drop(c->site, "entry.publish", e->id, c->fault);
	return (err);
}

const char *
publish_title(struct call *c, const struct entry *e,
    const struct json *content)
{
	const struct type *t = type_find(c->cms, e->type);

	return (t == NULL || t->personal ? "" : content_title(content));
}

enum err
publish_entry(struct call *c, const struct entry *e)
{
	int64_t now = time_now();
	struct revision r;
	enum err err;

	if ((err = publish_allowed(c, e, &r)) != ERR_OK ||
	    (err = topic_check(c, e, &r)) != ERR_OK ||
	    (err = expire_publish(c, e->id, type_find(c->cms, e->type),
	    r.content, now)) != ERR_OK ||
	    (err = search_forget(c->site, e->id, c->fault)) != ERR_OK ||
	    (err = live_write(c, e, &r, now)) != ERR_OK ||
	    (err = search_add(c->site, e->id, c->fault)) != ERR_OK ||
	    (err = rows_after(c, e, now)) != ERR_OK)
		return (err);
	err = ledger_add(c, &(struct ledger_row){ .at = now, .entry = e->id,
	    .act = e->live_revision != 0 ? "correct" : "publish",
	    .title = publish_title(c, e, r.content),
	    .content_hash = r.public_hash, .reason = "" });
	if (err == ERR_OK)
		err = entry_audit(c, e, "entry.publish", r.hash);
	c->site->live_changed = true;
	event_note(c, "entry.published", e, r.column,
	    publish_title(c, e, r.content));
	return (err);
}

/* ---- schedule ---- */

static enum err
schedule_set(struct call *c, const struct entry *e, int64_t at)
{
	enum err err = db_run(c->site->db, c->fault,
	    "UPDATE entry SET publish_at = nullif(:at, 0), updated_at = :now"
	    " WHERE id = :id", DB_INT(":at", at), DB_INT(":now", time_now()),
	    DB_INT(":id", e->id));
	char text[TIME_SIZE] = "";

	if (at != 0)
		time_minute(at, text);
	return (err == ERR_OK ? entry_audit(c, e, "entry.schedule", text) :
	    err);
}

static enum err
schedule_in(struct call *c, const struct json *in, struct json **out)
{
	int64_t at = json_get_int(in, "at", 0);
	struct entry e;
	struct target t;
	enum err err;

	if ((err = entry_load(c, json_get_int(in, "id", 0), &e)) != ERR_OK)
		return (err);
	t = entry_target(c, &e);
	if ((err = permission_check(c, "entry.schedule", &t)) != ERR_OK)
		return (err);
	if (entry_in(&e, "trash") || entry_in(&e, "published") ||
	    entry_in(&e, "withdrawn"))
		return (fault_set(c->fault, ERR_CONFLICT,
		    "entry.not_schedulable", "id", NULL));
	if (at < 0 || (at != 0 && at < time_now() - SCHEDULE_LATE_MAX) ||
	    at > time_now() + SCHEDULE_AHEAD_MAX)
		return (fault_set(c->fault, ERR_INPUT, "entry.schedule_at",
		    "at", NULL));
	if ((err = schedule_set(c, &e, at)) != ERR_OK)
		return (err);
	if (entry_in(&e, "approved"))
		err = at > time_now() ? job_put(c->site, "entry.publish",
		    e.id, at, c->fault) : publish_entry(c, &e);
	return (err == ERR_OK ? entry_answer(c, e.id, out) : err);
}

/* ---- due publications ---- */

/* Approved it was, but it may not go out: back to the author, with a word in
 * the audit.  Nothing that people do leads here; a damaged or altered database
 * does. */
static enum err
refuse_due(struct call *c, const struct entry *e)
{
	char why[FAULT_DETAIL_MAX];
	enum err err;

	utf8_copy(why, sizeof(why), c->fault->detail);
	if ((err = entry_void(c, e)) != ERR_OK)
		return (err);
	err = db_run(c->site->db, c->fault,
	    "UPDATE entry SET state = 'returned', step = 0, due_at = NULL,"
	    " publish_at = NULL WHERE id = :id", DB_INT(":id", e->id));
	if (err == ERR_OK)
		err = audit_write(c, "entry.publish", arena_printf(c->arena,
		    "entry %lld", (long long)e->id), "publish.unapproved",
		    why);
	return (err);
}

/* in: {id, now}; out: {done} */
static enum err
due_in(struct call *c, const struct json *in, struct json **out)
{
	int64_t now = json_get_int(in, "now", 0);
	struct entry e;
	struct target t;
	bool published = false;
	enum err err;

	*out = json_object(c->arena);
	if ((err = entry_load(c, json_get_int(in, "id", 0), &e)) != ERR_OK)
		return (err);
	t = entry_target(c, &e);
	if ((err = permission_check(c, "entry.publish", &t)) != ERR_OK)
		return (err);
	if (!entry_in(&e, "approved"))
		return (job_drop(c->site, "entry.publish", e.id, c->fault));
	if (e.publish_at > now)
		return (job_put(c->site, "entry.publish", e.id, e.publish_at,
		    c->fault));
	err = publish_entry(c, &e);
	published = err == ERR_OK;
	if (err == ERR_CONFLICT)
		err = refuse_due(c, &e);
	json_put_bool(c->arena, *out, "done", published);
	return (err);
}

enum err
workflow_publish_due(struct cms *cms, struct site *site, int64_t now,
    int64_t *count, struct fault *f)
{
	return (due_run(cms, site, "entry.publish", now, due_in, count, f));
}

enum err
entry_schedule(struct call *c, const struct json *in, struct json **out)
{
	return (transact(c, schedule_in, in, out));
}
