/*
 * Taking away what is before visitors: by a reviewer of the last step, the
 * column's or the site's keeper, or by the clerk when its time is over.  A
 * page that says so stays in its place.
 */
#include <string.h>

#include "base/time.h"
#include "base/utf8.h"
#include "cms/entry_acts.h"
#include "cms/event.h"
#include "cms/ledger.h"
#include "cms/revision.h"
#include "cms/search.h"
#include "cms/topic.h"
#include "cms/transact.h"
#include "cms/workflow.h"

static enum err
tombstone_put(struct call *c, const struct entry *e,
    const struct json *content, const char *reason, int64_t now)
{
	bool topic = strcmp(e->type, TOPIC_TYPE) == 0;

	return (db_run(c->site->db, c->fault,
	    "INSERT OR REPLACE INTO tombstone (entry, title, \"column\","
	    " reason, withdrawn_at, name) VALUES (:id, :title, :column,"
	    " :reason, :now, :name)", DB_INT(":id", e->id),
	    DB_TEXT(":title", content != NULL ? publish_title(c, e, content) :
	    ""), DB_INT(":column", e->live_revision != 0 ? e->live_column :
	    e->column), DB_TEXT(":reason", reason), DB_INT(":now", now),
	    DB_TEXT(":name", topic ? json_get_text(content, "name", "") :
	    "")));
}

enum err
withdraw_rows(struct call *c, const struct entry *e,
    const struct json *content, const char *reason, int64_t now)
{
	enum err err = search_drop(c->site, e->id, c->fault);

	if (err == ERR_OK)
		err = db_run(c->site->db, c->fault,
		    "DELETE FROM live WHERE entry = :id",
		    DB_INT(":id", e->id));
	if (err == ERR_OK)
		err = tombstone_put(c, e, content, reason, now);
	if (err == ERR_OK)
		err = entry_void(c, e);
	if (err == ERR_OK)
		err = db_run(c->site->db, c->fault,
		    "DELETE FROM job WHERE kind = 'entry.expire'"
		    " AND object = :id", DB_INT(":id", e->id));
	if (err == ERR_OK)
		err = db_run(c->site->db, c->fault,
		    "UPDATE entry SET state = 'withdrawn', step = 0,"
		    " due_at = NULL, publish_at = NULL, updated_at = :now"
		    " WHERE id = :id", DB_INT(":now", now),
		    DB_INT(":id", e->id));
	c->site->live_changed = true;
	return (err);
}

enum err
withdraw_entry(struct call *c, const struct entry *e, const char *reason)
{
	int64_t now = time_now();
	struct revision r;
	const char *title;
	enum err err = revision_load(c, e->id, e->live_revision, &r);

	if (err != ERR_OK)
		return (err);
	title = publish_title(c, e, r.content);
	if ((err = withdraw_rows(c, e, r.content, reason, now)) != ERR_OK ||
	    (err = ledger_add(c, &(struct ledger_row){ .at = now,
	    .act = "withdraw", .entry = e->id, .title = title,
	    .content_hash = r.public_hash, .reason = reason })) != ERR_OK)
		return (err);
	event_note(c, "entry.withdrawn", e, e->live_column, title);
	return (entry_audit(c, e, "entry.withdraw", reason));
}

static enum err
withdraw_in(struct call *c, const struct json *in, struct json **out)
{
	const char *reason = json_get_text(in, "reason", "");
	struct entry e;
	struct target t;
	enum err err;

	if ((err = entry_load(c, json_get_int(in, "id", 0), &e)) != ERR_OK)
		return (err);
	t = entry_target(c, &e);
	if (e.live_revision != 0) {
		t.column = e.live_column;
		t.last_step = e.live_steps;
	}
	if ((err = permission_check(c, "entry.withdraw", &t)) != ERR_OK)
		return (err);
	if (e.live_revision == 0)
		return (fault_set(c->fault, ERR_CONFLICT, "entry.not_live",
		    "id", NULL));
	if (utf8_count(reason, strlen(reason)) < WORKFLOW_REASON_MIN)
		return (fault_set(c->fault, ERR_INPUT, "entry.reason",
		    "reason", "%d", WORKFLOW_REASON_MIN));
	err = withdraw_entry(c, &e, reason);
	return (err == ERR_OK ? entry_answer(c, e.id, out) : err);
}

enum err
entry_withdraw(struct call *c, const struct json *in, struct json **out)
{
	return (transact(c, withdraw_in, in, out));
}
