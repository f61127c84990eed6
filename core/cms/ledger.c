/*
 * The chain of hashes; see ledger.h.  A row's hash is the SHA-256 of the
 * canonical JSON of its other columns, ids included.
 */
#include <string.h>

#include "base/buf.h"
#include "base/hash.h"
#include "cms/content.h"
#include "cms/ledger.h"

static void
row_hash(struct arena *a, int64_t id, const struct ledger_row *row,
    const char *previous, char out[HASH_SIZE])
{
	struct json *o = json_object(a);
	struct buf b;

	json_put_int(a, o, "id", id);
	json_put_int(a, o, "at", row->at);
	json_put_text(a, o, "act", row->act);
	json_put_int(a, o, "entry", row->entry);
	json_put_text(a, o, "title", row->title);
	json_put_text(a, o, "content_hash", row->content_hash);
	json_put_text(a, o, "reason", row->reason);
	json_put_text(a, o, "previous", previous);
	buf_init(&b);
	json_canonical(&b, o);
	hash_hex(b.data, b.length, out);
	buf_cleanup(&b);
}

enum err
ledger_add(struct call *c, const struct ledger_row *row)
{
	struct json *last = NULL;
	const char *previous;
	char hash[HASH_SIZE];
	int64_t id;
	enum err e = db_one(c->site->db, c->arena, &last, c->fault,
	    "SELECT id, hash FROM ledger ORDER BY id DESC LIMIT 1");

	if (e != ERR_OK)
		return (e);
	id = json_get_int(last, "id", 0) + 1;
	previous = json_get_text(last, "hash", LEDGER_START);
	row_hash(c->arena, id, row, previous, hash);
	return (db_run(c->site->db, c->fault,
	    "INSERT INTO ledger (id, at, act, entry, title, content_hash,"
	    " reason, previous, hash) VALUES (:id, :at, :act, :entry, :title,"
	    " :content, :reason, :previous, :hash)", DB_INT(":id", id),
	    DB_INT(":at", row->at), DB_TEXT(":act", row->act),
	    DB_INT(":entry", row->entry), DB_TEXT(":title", row->title),
	    DB_TEXT(":content", row->content_hash),
	    DB_TEXT(":reason", row->reason), DB_TEXT(":previous", previous),
	    DB_TEXT(":hash", hash)));
}

static void
bad(struct ledger_report *r, int64_t row, const char *why)
{
	if (r->why == NULL) {
		r->bad = row;
		r->why = why;
	}
}

/* One row of the chain: columns as in chain_walk(). */
static void
row_check(struct arena *a, db_stmt *st, struct ledger_report *r)
{
	int64_t id = db_column_int(st, 0);
	struct ledger_row row = { .at = db_column_int(st, 1),
	    .act = db_column_text(st, 2), .entry = db_column_int(st, 3),
	    .title = db_column_text(st, 4),
	    .content_hash = db_column_text(st, 5),
	    .reason = db_column_text(st, 6) };
	char hash[HASH_SIZE];

	if (id != r->rows + 1)
		bad(r, id, "id");
	if (strcmp(db_column_text(st, 7), r->hash) != 0)
		bad(r, id, "previous");
	row_hash(a, id, &row, db_column_text(st, 7), hash);
	if (strcmp(db_column_text(st, 8), hash) != 0)
		bad(r, id, "hash");
	memcpy(r->hash, hash, HASH_SIZE);
	r->rows++;
}

static enum err
chain_walk(struct site *site, struct arena *a, int64_t checkpoint,
    const char *checkpoint_hash, struct ledger_report *r, struct fault *f)
{
	db_stmt *st;
	bool seen = checkpoint == 0;
	enum err e;

	e = db_first(site->db, &st, f,
	    "SELECT id, at, act, entry, title, content_hash, reason,"
	    " previous, hash FROM ledger ORDER BY id");
	for (; e == ERR_OK && st != NULL && r->why == NULL;
	    e = db_next(site->db, &st, f)) {
		row_check(a, st, r);
		if (r->why == NULL && r->rows == checkpoint)
			seen = strcmp(r->hash, checkpoint_hash) == 0;
		arena_reset(a);
	}
	db_done(&st);
	if (e == ERR_OK && !seen)
		bad(r, checkpoint, "checkpoint");
	return (e);
}

/* What visitors see is what the record says: no live text without its row,
 * nothing withdrawn still live. */
static enum err
live_compare(struct site *site, struct ledger_report *r, struct fault *f)
{
	int64_t odd = 0;
	enum err e = db_value(site->db, &odd, f,
	    "WITH last AS (SELECT entry, max(id) AS id FROM ledger"
	    " GROUP BY entry), say AS (SELECT l.* FROM ledger l JOIN last"
	    " ON last.id = l.id)"
	    " SELECT coalesce(say.id, -1) FROM live LEFT JOIN say"
	    " ON say.entry = live.entry WHERE say.id IS NULL"
	    " OR say.act IN ('withdraw', 'purge')"
	    " OR say.content_hash <> live.hash OR live.title <>"
	    " coalesce(nullif(say.title, ''), json_extract(live.content,"
	    " '$.title'))"
	    " UNION ALL SELECT say.id FROM say LEFT JOIN live"
	    " ON live.entry = say.entry WHERE say.act NOT IN ('withdraw',"
	    " 'purge')"
	    " AND live.entry IS NULL LIMIT 1");

	if (e == ERR_OK && odd != 0)
		bad(r, odd, "live");
	return (e);
}

/* Is it the content's hash?  Texts that were saved before private fields were
 * left out of the public one have the whole one. */
static bool
hash_fits(const char *type, int64_t column, const struct json *content,
    const char *hash)
{
	char public[HASH_SIZE], whole[HASH_SIZE];

	content_hash_public(type, column, content, public);
	content_hash(type, column, content, whole);
	return (strcmp(hash, public) == 0 || strcmp(hash, whole) == 0);
}

/* The hashes of live texts are those of their contents. */
static enum err
content_compare(struct site *site, struct arena *a, struct ledger_report *r,
    struct fault *f)
{
	struct json *content;
	const char *text;
	db_stmt *st;
	enum err e;

	e = db_first(site->db, &st, f,
	    "SELECT live.type, live.\"column\", live.content, live.hash,"
	    " (SELECT max(id) FROM ledger WHERE entry = live.entry)"
	    " FROM live");
	for (; e == ERR_OK && st != NULL; e = db_next(site->db, &st, f)) {
		text = db_column_text(st, 2);
		e = json_parse(a, text, strlen(text), &content, f);
		if (e != ERR_OK)
			break;
		if (!hash_fits(db_column_text(st, 0), db_column_int(st, 1),
		    content, db_column_text(st, 3)))
			bad(r, db_column_int(st, 4), "content");
		arena_reset(a);
	}
	db_done(&st);
	return (e);
}

enum err
ledger_verify(struct site *site, int64_t checkpoint_id,
    const char *checkpoint_hash, struct ledger_report *out, struct fault *f)
{
	struct arena *a = arena_alloc();
	enum err e;

	*out = (struct ledger_report){ .rows = 0 };
	memcpy(out->hash, LEDGER_START, HASH_SIZE);
	/* One view of the database for all that is compared. */
	e = db_run(site->db, f, "BEGIN");
	if (e == ERR_OK)
		e = chain_walk(site, a, checkpoint_id, checkpoint_hash, out,
		    f);
	if (e == ERR_OK)
		e = live_compare(site, out, f);
	if (e == ERR_OK)
		e = content_compare(site, a, out, f);
	db_rollback(site->db);
	arena_free(a);
	return (e);
}
