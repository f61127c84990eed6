/*
 * What staff change of a receipt: who is in charge, a longer limit, how far it
 * is, and the decision.  Who decides (receipt.decide) keeps the column; the
 * sender sees that role, the reason and the reply.
 */
#include <string.h>

#include "base/time.h"
#include "base/utf8.h"
#include "cms/audit.h"
#include "cms/column.h"
#include "cms/permission.h"
#include "cms/receipt.h"
#include "cms/transact.h"
#include "cms/unit.h"

#define REPLY_MIN 5	/* characters of a reason or reply */

struct receipt {
	int64_t		id, column, entry, due_at, live;
	const char	*state;
};

static enum err
receipt_load(struct call *c, int64_t id, struct receipt *r)
{
	struct json *row = NULL;
	enum err e = db_one(c->site->db, c->arena, &row, c->fault,
	    "SELECT r.id, r.\"column\", r.entry, r.due_at, r.state,"
	    " l.entry AS live FROM receipt r LEFT JOIN live l"
	    " ON l.entry = r.entry WHERE r.id = :id", DB_INT(":id", id));

	if (e != ERR_OK)
		return (e);
	if (row == NULL)
		return (fault_set(c->fault, ERR_NOT_FOUND, "receipt.unknown",
		    "id", "%lld", (long long)id));
	*r = (struct receipt){ .id = id,
		.column = json_get_int(row, "column", 0),
		.entry = json_get_int(row, "entry", 0),
		.due_at = json_get_int(row, "due_at", 0),
		.live = json_get_int(row, "live", 0),
		.state = json_get_text(row, "state", "") };
	return (ERR_OK);
}

static bool
state_final(const char *state)
{
	return (strcmp(state, "answered") == 0 ||
	    strcmp(state, "withheld") == 0 || strcmp(state, "closed") == 0);
}

static enum err
allowed(struct call *c, const struct receipt *r, const char *act)
{
	struct target t = { .site = c->site, .column = r->column };

	return (permission_check(c, act, &t));
}

/* A decision: reason and reply as the sender will read them. */
static enum err
decide(struct call *c, const struct receipt *r, const struct json *in,
    const char *state)
{
	const char *reply = json_get_text(in, "reply", "");
	const char *outcome = json_get_text(in, "outcome", "");
	enum err e = allowed(c, r, "receipt.decide");

	if (e != ERR_OK)
		return (e);
	if (r->live != 0)
		return (fault_set(c->fault, ERR_CONFLICT, "receipt.live",
		    "state", NULL));
	if (strcmp(state, "withheld") == 0 && outcome[0] == '\0')
		return (fault_set(c->fault, ERR_INPUT, "input.missing",
		    "outcome", NULL));
	if (utf8_count(reply, strlen(reply)) < REPLY_MIN)
		return (fault_set(c->fault, ERR_INPUT, "receipt.reply",
		    "reply", "%d", REPLY_MIN));
	return (db_run(c->site->db, c->fault,
	    "UPDATE receipt SET state = :state, outcome = :outcome,"
	    " reply = :reply, decided_role = :role, closed_at = :now"
	    " WHERE id = :id", DB_TEXT(":state", state),
	    DB_TEXT(":outcome", outcome), DB_TEXT(":reply", reply),
	    DB_TEXT(":role", c->role), DB_INT(":now", time_now()),
	    DB_INT(":id", r->id)));
}

/* Back from a decision, as after an appeal; or on the way to one. */
static enum err
proceed(struct call *c, const struct receipt *r, const struct json *in,
    const char *state)
{
	enum err e = state_final(r->state) ?
	    allowed(c, r, "receipt.decide") : ERR_OK;

	if (e != ERR_OK)
		return (e);
	if (r->live != 0)
		return (fault_set(c->fault, ERR_CONFLICT, "receipt.live",
		    "state", NULL));
	if (strcmp(state, "received") == 0 ||
	    (strcmp(state, "review") == 0 && r->entry != 0))
		return (fault_set(c->fault, ERR_INPUT, "receipt.state",
		    "state", "%s", state));
	return (db_run(c->site->db, c->fault,
	    "UPDATE receipt SET state = :state, outcome = :outcome,"
	    " reply = '', decided_role = '', closed_at = NULL WHERE id = :id",
	    DB_TEXT(":state", state),
	    DB_TEXT(":outcome", json_get_text(in, "outcome", "")),
	    DB_INT(":id", r->id)));
}

static enum err
state_set(struct call *c, const struct receipt *r, const struct json *in)
{
	static const char *const known[] = { "received", "accepted",
	    "review", "answered", "withheld", "closed" };
	const char *state = json_get_text(in, "state", NULL);
	size_t i;

	if (state == NULL)
		return (ERR_OK);
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(state, known[i]) == 0)
			return ((state_final(state) ? decide : proceed)(c, r,
			    in, state));
	return (fault_set(c->fault, ERR_INPUT, "receipt.state", "state",
	    "%s", state));
}

/* A limit is only ever made longer. */
static enum err
due_set(struct call *c, const struct receipt *r, const struct json *in)
{
	int64_t due = json_get_int(in, "due_at", 0);

	if (due == 0)
		return (ERR_OK);
	if (state_final(r->state) || due <= r->due_at || due <= time_now())
		return (fault_set(c->fault, ERR_INPUT, "receipt.due",
		    "due_at", NULL));
	return (db_run(c->site->db, c->fault,
	    "UPDATE receipt SET due_at = :due, extended_at = :now"
	    " WHERE id = :id", DB_INT(":due", due), DB_INT(":now", time_now()),
	    DB_INT(":id", r->id)));
}

/* One with an entry goes where that goes. */
static enum err
place_set(struct call *c, const struct receipt *r, const struct json *in)
{
	const char *path = json_get_text(in, "column", NULL);
	const char *unit = json_get_text(in, "unit", NULL);
	struct column col = { .id = r->column };
	enum err e = ERR_OK;

	if (path != NULL)
		e = column_named(c, path, "column", &col);
	if (e == ERR_OK && col.id != r->column && r->entry != 0)
		return (fault_set(c->fault, ERR_CONFLICT, "receipt.entry",
		    "column", NULL));
	if (e == ERR_OK && unit != NULL)
		e = unit_named(c, unit, "unit");
	if (e == ERR_OK)
		e = db_run(c->site->db, c->fault,
		    "UPDATE receipt SET \"column\" = :column,"
		    " unit = coalesce(:unit, unit) WHERE id = :id",
		    DB_INT(":column", col.id), DB_TEXT(":unit", unit),
		    DB_INT(":id", r->id));
	return (e);
}

static enum err
update_in(struct call *c, const struct json *in, struct json **out)
{
	struct json *id = json_object(c->arena);
	struct receipt r;
	const char *role;
	enum err e;

	if ((e = receipt_load(c, json_get_int(in, "id", 0), &r)) != ERR_OK ||
	    (e = allowed(c, &r, "receipt.update")) != ERR_OK)
		return (e);
	role = c->role;
	if ((e = due_set(c, &r, in)) != ERR_OK ||
	    (e = state_set(c, &r, in)) != ERR_OK ||
	    (e = place_set(c, &r, in)) != ERR_OK)
		return (e);
	e = audit_write(c, "receipt.update", arena_printf(c->arena,
	    "receipt %lld", (long long)r.id), "done",
	    json_get_text(in, "state", ""));
	json_put_int(c->arena, id, "id", r.id);
	if (e != ERR_OK)
		return (e);
	/* Who gives a receipt away may not be allowed to see it any more. */
	e = receipt_read(c, id, out);
	if (e == ERR_FORBIDDEN) {
		*out = id;
		c->role = role;
		e = ERR_OK;
	}
	return (e);
}

enum err
receipt_update(struct call *c, const struct json *in, struct json **out)
{
	return (transact(c, update_in, in, out));
}
