/*
 * Purging; see purge.h.  The triggers of 005_purge.sql allow it for entries
 * that have a row in `purge`, and that row only beside one in the ledger.
 */
#include "cms/purge.h"

#include <string.h>

#include "base/time.h"
#include "base/utf8.h"
#include "cms/content.h"
#include "cms/entry.h"
#include "cms/event.h"
#include "cms/ledger.h"
#include "cms/media.h"
#include "cms/media_store.h"
#include "cms/search.h"
#include "cms/transact.h"
#include "cms/workflow.h"

enum err
purge_done(struct site *site, int64_t entry, bool *out, struct fault *f)
{
	int64_t found = 0;
	enum err e = db_value(site->db, &found, f,
	    "SELECT 1 FROM purge WHERE entry = :entry",
	    DB_INT(":entry", entry));

	*out = found != 0;
	return (e);
}

static void
add_rows(struct arena *a, struct json *hashes, const struct json *rows)
{
	json_each(row, rows)
		json_add(hashes, json_string(a, json_get_text(row, "media",
		    "")));
}

/* Files that no other entry uses: of all revisions, and of what was typed and
 * not saved. */
static enum err
own_files(struct call *c, const struct entry *e, struct json *hashes)
{
	const struct type *type = type_find(c->cms, e->type);
	struct json *rows, *typed;
	enum err err;

	err = db_all(c->site->db, c->arena, &typed, c->fault,
	    "SELECT content AS content_json FROM autosave WHERE entry = :id",
	    DB_INT(":id", e->id));
	if (err != ERR_OK)
		return (err);
	if (type != NULL)
		json_each(row, typed)
			json_each(hash, content_media(c->arena, type,
			    json_get(row, "content")))
				json_add(hashes, json_string(c->arena,
				    hash->text));
	err = db_all(c->site->db, c->arena, &rows, c->fault,
	    "SELECT DISTINCT u.media FROM media_use u JOIN revision r"
	    " ON r.id = u.revision WHERE r.entry = :id",
	    DB_INT(":id", e->id));
	if (err == ERR_OK)
		add_rows(c->arena, hashes, rows);
	return (err);
}

/* `gone`: those whose files have to go. */
static enum err
drop_files(struct call *c, const struct json *hashes, struct json *gone)
{
	int64_t used;
	bool known;
	enum err e;

	json_each(hash, hashes) {
		used = 0;
		if ((e = db_value(c->site->db, &used, c->fault,
		    "SELECT (SELECT count(*) FROM media_use"
		    " WHERE media = :hash) + " MEDIA_IS_LOGO,
		    DB_TEXT(":hash", hash->text))) != ERR_OK ||
		    (e = media_known(c->site, hash->text, &known,
		    c->fault)) != ERR_OK)
			return (e);
		if (used > 0 || !known)
			continue;
		if ((e = media_forget(c, hash->text)) != ERR_OK)
			return (e);
		json_add(gone, json_string(c->arena, hash->text));
	}
	return (ERR_OK);
}

/* Ledger first: the row in `purge` wants it, and the empty texts want that. */
static enum err
record(struct call *c, const struct entry *e, const char *reason, int64_t now)
{
	enum err err = ledger_add(c, &(struct ledger_row){ .at = now,
	    .act = "purge", .entry = e->id, .title = "",
	    .content_hash = e->live_public, .reason = reason });

	if (err == ERR_OK)
		err = db_run(c->site->db, c->fault,
		    "INSERT INTO purge (entry, at, user_name, role, reason)"
		    " VALUES (:id, :now, :by, :role, :reason)",
		    DB_INT(":id", e->id), DB_INT(":now", now),
		    DB_TEXT(":by", c->actor->display),
		    DB_TEXT(":role", c->role != NULL ? c->role : ""),
		    DB_TEXT(":reason", reason));
	/* Also where it never was live: plugins keep parts of drafts. */
	event_note(c, "entry.withdrawn", e, e->live_revision != 0 ?
	    e->live_column : e->column, "");
	return (err == ERR_OK ? entry_audit(c, e, "entry.purge", reason) :
	    err);
}

static enum err
empty_texts(struct call *c, int64_t id, int64_t *revisions)
{
	enum err err = db_run(c->site->db, c->fault,
	    "DELETE FROM media_use WHERE revision IN (SELECT id FROM revision"
	    " WHERE entry = :id)", DB_INT(":id", id));

	if (err == ERR_OK)
		err = db_run(c->site->db, c->fault,
		    "UPDATE revision SET content = '{}', note = ''"
		    " WHERE entry = :id", DB_INT(":id", id));
	*revisions = db_changes(c->site->db);
	if (err == ERR_OK)
		err = db_run(c->site->db, c->fault,
		    "DELETE FROM autosave WHERE entry = :id",
		    DB_INT(":id", id));
	if (err == ERR_OK)
		err = db_run(c->site->db, c->fault,
		    "UPDATE submission SET note = '' WHERE entry = :id",
		    DB_INT(":id", id));
	/* Its address on an old site may name somebody. */
	if (err == ERR_OK)
		err = db_run(c->site->db, c->fault,
		    "DELETE FROM entry_former WHERE entry = :id",
		    DB_INT(":id", id));
	/* The letter that it was made for. */
	if (err == ERR_OK)
		err = db_run(c->site->db, c->fault,
		    "UPDATE receipt SET title = '#' || id, content = '{}',"
		    " reply = '' WHERE entry = :id", DB_INT(":id", id));
	if (err == ERR_OK)
		err = db_run(c->site->db, c->fault,
		    "UPDATE review SET comment = '' WHERE submission IN"
		    " (SELECT id FROM submission WHERE entry = :id)",
		    DB_INT(":id", id));
	/* In the bin for good: entry.untrash refuses. */
	if (err == ERR_OK)
		err = db_run(c->site->db, c->fault,
		    "UPDATE entry SET title = '#' || id, state = 'trash',"
		    " state_before_trash = NULL WHERE id = :id",
		    DB_INT(":id", id));
	return (err);
}

static enum err
purge_checked(struct call *c, const struct json *in, struct entry *e)
{
	const char *reason = json_get_text(in, "reason", "");
	struct target t;
	bool done;
	enum err err;

	if ((err = entry_load(c, json_get_int(in, "id", 0), e)) != ERR_OK)
		return (err);
	t = entry_target(c, e);
	if (e->live_revision != 0)
		t.column = e->live_column;
	if ((err = permission_check(c, "entry.purge", &t)) != ERR_OK ||
	    (err = purge_done(c->site, e->id, &done, c->fault)) != ERR_OK)
		return (err);
	if (done)
		return (fault_set(c->fault, ERR_CONFLICT, "entry.purged",
		    "id", NULL));
	if (utf8_count(reason, strlen(reason)) < WORKFLOW_REASON_MIN)
		return (fault_set(c->fault, ERR_INPUT, "entry.reason",
		    "reason", "%d", WORKFLOW_REASON_MIN));
	return (ERR_OK);
}

static enum err
purge_in(struct call *c, const struct json *in, struct json **out)
{
	const char *reason = json_get_text(in, "reason", "");
	struct json *hashes = json_array(c->arena);
	struct json *gone = json_array(c->arena);
	int64_t now = time_now(), revisions = 0;
	struct entry e;
	enum err err;

	if ((err = purge_checked(c, in, &e)) != ERR_OK ||
	    (err = own_files(c, &e, hashes)) != ERR_OK ||
	    (err = withdraw_rows(c, &e, NULL, reason, now)) != ERR_OK ||
	    (err = record(c, &e, reason, now)) != ERR_OK ||
	    (err = empty_texts(c, e.id, &revisions)) != ERR_OK ||
	    (err = drop_files(c, hashes, gone)) != ERR_OK ||
	    (err = search_merge_soon(c->site, c->fault)) != ERR_OK ||
	    (err = entry_answer(c, e.id, out)) != ERR_OK)
		return (err);
	json_put_int(c->arena, *out, "revisions", revisions);
	json_put_int(c->arena, *out, "files",
	    (int64_t)gone->length);
	/* Last, as in media.delete: a row without a file would be worse than
	 * a file without a row, which `doctor` finds. */
	json_each(hash, gone)
		media_unstore(c->site, hash->text);
	return (ERR_OK);
}

/* Pages of the database that become free are overwritten, and the journal that
 * holds the old ones is cut: nothing of the text stays in the files. */
enum err
entry_purge(struct call *c, const struct json *in, struct json **out)
{
	int64_t unused = 0;
	enum err e;

	e = db_value(c->site->db, &unused, c->fault,
	    "PRAGMA secure_delete = ON");
	if (e == ERR_OK)
		e = transact(c, purge_in, in, out);
	if (e == ERR_OK)
		/* Readers may hold the journal: the next checkpoint does it. */
		(void)db_value(c->site->db, &unused, NULL,
		    "PRAGMA wal_checkpoint(TRUNCATE)");
	(void)db_value(c->site->db, &unused, NULL,
	    "PRAGMA secure_delete = OFF");
	return (e);
}
