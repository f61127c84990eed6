/*
 * Trash: what isn't live can be put away and taken back.  An entry that is
 * with reviewers is taken back from them first.
 */
#include <string.h>

#include "base/time.h"
#include "cms/entry.h"
#include "cms/entry_acts.h"
#include "cms/purge.h"
#include "cms/transact.h"

static enum err
set_state(struct call *c, const struct entry *e, const char *state,
    const char *before)
{
	return (db_run(c->site->db, c->fault,
	    "UPDATE entry SET state = :state, state_before_trash = :before,"
	    " step = 0, due_at = NULL, publish_at = NULL, updated_at = :now"
	    " WHERE id = :id", DB_TEXT(":state", state),
	    DB_TEXT(":before", before), DB_INT(":now", time_now()),
	    DB_INT(":id", e->id)));
}

static enum err
trash_in(struct call *c, const struct json *in, struct json **out)
{
	struct entry e;
	const char *before;
	enum err err;

	if ((err = entry_for(c, "entry.trash", in, &e)) != ERR_OK)
		return (err);
	if (e.live_revision != 0)
		return (fault_set(c->fault, ERR_CONFLICT, "entry.live", "id",
		    NULL));
	if (entry_in(&e, "trash"))
		return (fault_set(c->fault, ERR_CONFLICT, "entry.trashed",
		    "id", NULL));
	before = entry_in(&e, "review") || entry_in(&e, "approved") ?
	    "draft" : e.state;
	if ((err = entry_void(c, &e)) == ERR_OK &&
	    (err = set_state(c, &e, "trash", before)) == ERR_OK)
		err = entry_audit(c, &e, "entry.trash", "");
	return (err == ERR_OK ? entry_answer(c, e.id, out) : err);
}

static enum err
untrash_in(struct call *c, const struct json *in, struct json **out)
{
	struct entry e;
	bool purged;
	enum err err;

	if ((err = entry_for(c, "entry.untrash", in, &e)) != ERR_OK)
		return (err);
	if (!entry_in(&e, "trash"))
		return (fault_set(c->fault, ERR_CONFLICT, "entry.not_trashed",
		    "id", NULL));
	if ((err = purge_done(c->site, e.id, &purged, c->fault)) != ERR_OK)
		return (err);
	if (purged)
		return (fault_set(c->fault, ERR_CONFLICT, "entry.purged",
		    "id", NULL));
	if ((err = set_state(c, &e, e.before_trash[0] != '\0' ? e.before_trash :
	    "draft", NULL)) == ERR_OK)
		err = entry_audit(c, &e, "entry.untrash", "");
	return (err == ERR_OK ? entry_answer(c, e.id, out) : err);
}

enum err
entry_trash(struct call *c, const struct json *in, struct json **out)
{
	return (transact(c, trash_in, in, out));
}

enum err
entry_untrash(struct call *c, const struct json *in, struct json **out)
{
	return (transact(c, untrash_in, in, out));
}
