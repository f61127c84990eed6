/*
 * Where a text comes from: its revisions, and who did what to it when.
 */
#include <string.h>

#include "cms/column.h"
#include "cms/entry_acts.h"
#include "cms/revision.h"

static void
put_flags(struct call *c, const struct entry *e, int64_t revision,
    struct json *o)
{
	json_put_bool(c->arena, o, "current", revision == e->revision);
	json_put_bool(c->arena, o, "live", revision == e->live_revision);
}

/* Newest first. */
enum err
entry_revisions(struct call *c, const struct json *in, struct json **out)
{
	struct entry e;
	struct json *rows, *list, *o;
	enum err err;

	if ((err = entry_for(c, "entry.revisions", in, &e)) != ERR_OK)
		return (err);
	err = db_all(c->site->db, c->arena, &rows, c->fault,
	    "SELECT id AS revision, number, user_name AS by, user AS by_id, at,"
	    " hash, note"
	    " FROM revision WHERE entry = :id ORDER BY id DESC",
	    DB_INT(":id", e.id));
	if (err != ERR_OK)
		return (err);
	*out = json_object(c->arena);
	list = json_put(*out, "revisions", json_array(c->arena));
	json_each(row, rows) {
		o = json_add(list, json_copy(c->arena, row));
		put_flags(c, &e, json_get_int(row, "revision", 0), o);
	}
	return (ERR_OK);
}

enum err
entry_revision(struct call *c, const struct json *in, struct json **out)
{
	struct entry e;
	struct revision r;
	struct column col;
	enum err err;

	if ((err = entry_for(c, "entry.revision", in, &e)) != ERR_OK ||
	    (err = revision_load(c, e.id, json_get_int(in, "revision", 0),
	    &r)) != ERR_OK)
		return (err);
	*out = revision_json(c->arena, &r);
	json_put_int(c->arena, *out, "id", e.id);
	json_put_text(c->arena, *out, "type", e.type);
	put_flags(c, &e, r.id, *out);
	/* Its column may be gone by now. */
	err = column_by_id(c->site, c->arena, r.column, &col, NULL);
	json_put(*out, "column", err == ERR_OK ?
	    json_string(c->arena, col.path) : json_null(c->arena));
	json_put(*out, "content", json_copy(c->arena, r.content));
	return (err == ERR_NOT_FOUND ? ERR_OK : err);
}

/* The audit keeps accounts by number; colleagues know each other by name. */
static enum err
events_name(struct call *c, struct json *events)
{
	struct json *event, *rows;
	const struct json *by;
	enum err e;

	for (event = events->first; event != NULL; event = event->next) {
		by = json_get(event, "by");
		if (by->type != JSON_INT)
			continue;
		e = db_all(cms_hub(c->cms), c->arena, &rows, c->fault,
		    "SELECT display FROM user WHERE id = :id",
		    DB_INT(":id", json_get_int(event, "by", 0)));
		if (e != ERR_OK)
			return (e);
		json_put_text(c->arena, event, "by",
		    json_get_text(rows->first, "display", ""));
	}
	return (ERR_OK);
}

/* Oldest first.  Events that have their own table come from there; trash and
 * schedule leave no other trace than the audit. */
enum err
entry_history(struct call *c, const struct json *in, struct json **out)
{
	struct entry e;
	struct json *rows;
	enum err err;

	if ((err = entry_for(c, "entry.history", in, &e)) != ERR_OK)
		return (err);
	err = db_all(c->site->db, c->arena, &rows, c->fault,
	    "SELECT at, 1 AS rank, id, CASE WHEN number = 1 THEN"
	    " 'entry.create' WHEN note LIKE 'restore:%' THEN 'entry.restore'"
	    " ELSE 'entry.save' END AS act, user_name AS by, role,"
	    " 0 AS step, '' AS comment, NULL AS \"to\", number AS revision"
	    " FROM revision WHERE entry = :id"
	    " UNION ALL SELECT s.at, 2, s.id, 'entry.submit', s.user_name, s.role,"
	    " 0, s.note, NULL, r.number FROM submission s"
	    " JOIN revision r ON r.id = s.revision WHERE s.entry = :id"
	    " UNION ALL SELECT v.at, 3, v.id, 'entry.' || v.act, v.user_name,"
	    " v.role, v.step, v.comment, v.to_step, NULL FROM review v"
	    " JOIN submission s ON s.id = v.submission WHERE s.entry = :id"
	    " UNION ALL SELECT at, 4, id, act, coalesce(user, user_name),"
	    " role, CASE act WHEN 'entry.overdue' THEN CAST(detail AS INT)"
	    " ELSE 0 END,"
	    " CASE WHEN act IN ('entry.withdraw', 'entry.schedule',"
	    " 'entry.purge', 'entry.import')"
	    " THEN detail ELSE '' END, NULL, NULL FROM audit"
	    " WHERE object = 'entry ' || :id AND result = 'done' AND act IN"
	    " ('entry.trash', 'entry.untrash', 'entry.schedule',"
	    " 'entry.publish', 'entry.withdraw', 'entry.purge',"
	    " 'entry.overdue', 'entry.secrecy', 'entry.import')"
	    " ORDER BY at, rank, id", DB_INT(":id", e.id));
	if (err != ERR_OK || (err = events_name(c, rows)) != ERR_OK)
		return (err);
	*out = json_object(c->arena);
	json_put(*out, "events", rows);
	return (ERR_OK);
}
