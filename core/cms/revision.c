/*
 * Reading and adding revisions, and the acts that show them.
 */
#include <string.h>

#include "base/buf.h"
#include "base/time.h"
#include "cms/content.h"
#include "cms/media.h"
#include "cms/revision.h"

#define REVISION_SQL \
	"SELECT id, number, \"column\", user, user_name, at, hash," \
	" public_hash, note, content AS text, content AS content_json" \
	" FROM revision "

static void
revision_fill(struct revision *r, const struct json *row)
{
	r->id = json_get_int(row, "id", 0);
	r->number = json_get_int(row, "number", 0);
	r->column = json_get_int(row, "column", 0);
	r->user = json_get_int(row, "user", 0);
	r->at = json_get_int(row, "at", 0);
	r->user_name = json_get_text(row, "user_name", "");
	r->hash = json_get_text(row, "hash", "");
	r->public_hash = json_get_text(row, "public_hash", "");
	r->note = json_get_text(row, "note", "");
	r->content = json_get(row, "content");
	r->text = json_get_text(row, "text", "");
}

enum err
revision_load(struct call *c, int64_t entry, int64_t id, struct revision *r)
{
	struct json *row = NULL;
	enum err e = db_one(c->site->db, c->arena, &row, c->fault,
	    REVISION_SQL "WHERE entry = :entry AND id = :id",
	    DB_INT(":entry", entry), DB_INT(":id", id));

	if (e != ERR_OK)
		return (e);
	if (row == NULL)
		return (fault_set(c->fault, ERR_NOT_FOUND, "revision.unknown",
		    "revision", "%lld", (long long)id));
	revision_fill(r, row);
	return (ERR_OK);
}

static enum err
revision_insert(struct call *c, int64_t entry, const struct revision *r)
{
	return (db_run(c->site->db, c->fault,
	    "INSERT INTO revision (entry, number, \"column\", content, hash,"
	    " public_hash, note, user, user_name, role, at) VALUES (:entry,"
	    " (SELECT coalesce(max(number), 0) + 1 FROM revision"
	    " WHERE entry = :entry), :column, :content, :hash, :public, :note,"
	    " :user, :user_name, :role, :at)", DB_INT(":entry", entry),
	    DB_INT(":column", r->column),
	    DB_TEXT(":role", c->role != NULL ? c->role : ""),
	    DB_TEXT(":content", r->text), DB_TEXT(":hash", r->hash),
	    DB_TEXT(":public", r->public_hash),
	    DB_TEXT(":note", r->note), DB_INT(":user", r->user),
	    DB_TEXT(":user_name", r->user_name), DB_INT(":at", r->at)));
}

void
revision_make(struct call *c, const struct type *type, int64_t column,
    const struct json *content, const char *note, struct revision *out)
{
	char *hash = arena_get(c->arena, HASH_SIZE), *public = hash;
	struct buf text = { 0 };

	json_canonical(&text, content);
	*out = (struct revision){ .column = column, .content = content,
	    .note = note, .user = c->actor->user,
	    .user_name = c->actor->display, .at = time_now(),
	    .text = arena_copy(c->arena, buf_string(&text), text.length) };
	buf_cleanup(&text);
	content_hash_text(type->name, column, out->text, hash);
	if (content_has_private(content)) {
		public = arena_get(c->arena, HASH_SIZE);
		content_hash_public(type->name, column, content, public);
	}
	out->hash = hash;
	out->public_hash = public;
}

enum err
revision_add(struct call *c, int64_t entry, const struct type *type,
    struct revision *r)
{
	enum err e;

	if ((e = revision_insert(c, entry, r)) != ERR_OK)
		return (e);
	r->id = db_last_id(c->site->db);
	return (media_use(c, r->id, content_media(c->arena, type,
	    r->content)));
}

struct json *
revision_json(struct arena *a, const struct revision *r)
{
	struct json *o = json_object(a);

	json_put_int(a, o, "revision", r->id);
	json_put_int(a, o, "number", r->number);
	json_put_text(a, o, "by", r->user_name);
	json_put_int(a, o, "at", r->at);
	json_put_text(a, o, "hash", r->hash);
	json_put_text(a, o, "note", r->note);
	return (o);
}
