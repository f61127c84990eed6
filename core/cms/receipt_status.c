/*
 * Where a letter stands, for who has its code: see receipt.h.
 */
#include <string.h>

#include "base/hash.h"
#include "base/time.h"
#include "cms/challenge.h"
#include "cms/entry.h"
#include "cms/receipt.h"
#include "cms/workdays.h"

#define MINUTE 60

void
receipt_put_days(struct call *c, struct json *row)
{
	const struct calendar *calendar = workdays(c->site);
	const char *state = json_get_text(row, "state", "");
	int64_t due = json_get_int(row, "due_at", 0), now = time_now();
	struct time_parts p;
	bool open = strcmp(state, "answered") != 0 &&
	    strcmp(state, "withheld") != 0 && strcmp(state, "closed") != 0;

	time_split(due, TIME_ZONE, &p);
	json_put_bool(c->arena, row, "overdue", open && due != 0 &&
	    due < now);
	json_put_bool(c->arena, row, "days_certain",
	    due == 0 || calendar_knows(calendar, p.year));
	json_put(row, "days_left", !open || due == 0 ? json_null(c->arena) :
	    json_int(c->arena, calendar_between(calendar, now, due)));
}

/* How many wrong codes came this minute, whoever sent them to which worker. */
static enum err
guesses_read(struct call *c, int64_t *count)
{
	*count = 0;
	return (db_value(c->site->db, count, c->fault,
	    "SELECT wrong FROM receipt_guess WHERE minute = :minute",
	    DB_INT(":minute", time_now() / MINUTE)));
}

static enum err
guesses_add(struct call *c)
{
	enum err e = site_begin(c->site, c->fault);

	if (e != ERR_OK)
		return (e);
	e = db_run(c->site->db, c->fault,
	    "UPDATE receipt_guess SET wrong = CASE minute WHEN :minute"
	    " THEN wrong + 1 ELSE 1 END, minute = :minute",
	    DB_INT(":minute", time_now() / MINUTE));
	if (e == ERR_OK)
		e = site_commit(c->site, c->fault);
	if (e != ERR_OK)
		site_rollback(c->site);
	return (e);
}

/* Many wrong codes shut nobody out: then each look-up has to be paid with a
 * challenge, by who guesses and by who has a code. */
static enum err
guesses_check(struct call *c, const struct receipt_proof *proof)
{
	int64_t count;
	enum err e = guesses_read(c, &count);

	if (e != ERR_OK || count < RECEIPT_GUESSES)
		return (e);
	if (proof == NULL || proof->challenge[0] == '\0')
		return (fault_set(c->fault, ERR_RATE, "receipt.often", NULL,
		    NULL));
	return (challenge_check(c, proof->challenge, proof->work,
	    proof->answer));
}

static enum err
status_row(struct call *c, const char *hash, struct json **row)
{
	return (db_one(c->site->db, c->arena, row, c->fault,
	    "SELECT r.id, r.kind, r.state, r.title, k.path AS \"column\","
	    " r.received_at, r.due_at, r.extended_at, r.closed_at, r.outcome,"
	    " r.reply, r.decided_role AS role, l.entry AS live,"
	    " lk.path AS live_path FROM receipt r"
	    " JOIN \"column\" k ON k.id = r.\"column\""
	    " LEFT JOIN live l ON l.entry = r.entry"
	    " LEFT JOIN \"column\" lk ON lk.id = l.\"column\""
	    " WHERE r.code_hash = :hash", DB_TEXT(":hash", hash)));
}

/* The row without what isn't for the sender, with the page's address. */
static struct json *
status_json(struct call *c, const struct json *row)
{
	int64_t live = json_get_int(row, "live", 0);
	struct json *o = json_object(c->arena);

	json_each(m, row)
		if (strncmp(m->name, "live", 4) != 0)
			json_put(o, m->name, json_copy(c->arena, m));
	json_put_text(c->arena, o, "url", live == 0 ? NULL :
	    entry_url(c->arena, json_get_text(row, "live_path", ""), live));
	receipt_put_days(c, o);
	return (o);
}

/* What can't be a code is looked up all the same, as the hash of nothing. */
enum err
receipt_status(struct call *c, const char *code,
    const struct receipt_proof *proof, struct json **out)
{
	char clean[RECEIPT_CODE_SIZE], hash[HASH_SIZE];
	bool good = receipt_code_read(code, clean);
	struct json *row = NULL;
	enum err e;

	*out = NULL;
	if ((e = guesses_check(c, proof)) != ERR_OK)
		return (e);
	hash_hex(clean, good ? RECEIPT_CODE_LENGTH : 0, hash);
	if ((e = status_row(c, hash, &row)) != ERR_OK)
		return (e);
	if (row == NULL) {
		e = guesses_add(c);
		return (e != ERR_OK ? e : fault_set(c->fault, ERR_NOT_FOUND,
		    "receipt.unknown", "code", NULL));
	}
	*out = status_json(c, row);
	return (ERR_OK);
}
