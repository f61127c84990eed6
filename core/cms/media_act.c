/*
 * Acts of media: upload, list, read, delete.  A file that any revision uses
 * stays: old revisions can come back, and so must their pictures.
 */
#include <string.h>

#include "base/time.h"
#include "base/utf8.h"
#include "cms/act.h"
#include "cms/audit.h"
#include "cms/cursor.h"
#include "cms/entry.h"
#include "cms/media.h"
#include "cms/media_store.h"
#include "cms/media_text.h"
#include "cms/setting.h"
#include "cms/transact.h"

#define LIST_DEFAULT 40
#define LIST_MAX 100
#define USES_MAX 200

static struct json *
media_json(struct arena *a, const struct media *m)
{
	struct json *o = json_object(a);

	json_put_text(a, o, "hash", m->hash);
	json_put_text(a, o, "name", m->name);
	json_put_text(a, o, "type", m->type);
	json_put_text(a, o, "kind", m->kind);
	json_put_text(a, o, "alt", m->alt);
	json_put_int(a, o, "bytes", m->bytes);
	json_put(o, "width", m->width != 0 ? json_int(a, m->width) :
	    json_null(a));
	json_put(o, "height", m->height != 0 ? json_int(a, m->height) :
	    json_null(a));
	json_put_text(a, o, "url", media_url(a, m->hash, m->name));
	json_put_int(a, o, "at", m->at);
	json_put_text(a, o, "by", m->user_name);
	return (o);
}

static enum err
answer(struct call *c, const char *hash, struct json **out)
{
	struct media m;
	const char *path;
	enum err e = media_find(c->site, c->arena, hash, &m, &path, c->fault);

	if (e == ERR_OK)
		*out = media_json(c->arena, &m);
	return (e);
}

/* ---- upload ---- */

void
media_limits_read(struct cms *cms, struct media_limits *l)
{
	const uint64_t mega = 1024 * 1024;

	l->pixels = (uint64_t)policy(cms, POLICY_MEDIA_MEGAPIXELS) * 1000000;
	l->picture = (uint64_t)policy(cms, POLICY_MEDIA_PICTURE_MB) * mega;
	l->audio = (uint64_t)policy(cms, POLICY_MEDIA_AUDIO_MB) * mega;
	l->video = (uint64_t)policy(cms, POLICY_MEDIA_VIDEO_MB) * mega;
	l->document = (uint64_t)policy(cms, POLICY_MEDIA_DOCUMENT_MB) * mega;
}

static enum err
row_insert(struct call *c, const char *hash, const char *name,
    const struct media_info *info, int64_t bytes, const char *alt)
{
	return (db_run(c->site->db, c->fault,
	    "INSERT INTO media (hash, name, type, kind, bytes, width, height,"
	    " alt, user, user_name, at) VALUES (:hash, :name, :type, :kind,"
	    " :bytes, nullif(:width, 0), nullif(:height, 0), :alt, :user,"
	    " :by, :now) ON CONFLICT (hash) DO NOTHING",
	    DB_TEXT(":hash", hash), DB_TEXT(":name", name),
	    DB_TEXT(":type", info->type), DB_TEXT(":kind", info->kind),
	    DB_INT(":bytes", bytes), DB_INT(":width", info->width),
	    DB_INT(":height", info->height), DB_TEXT(":alt", alt),
	    DB_INT(":user", c->actor->user),
	    DB_TEXT(":by", c->actor->display), DB_INT(":now", time_now())));
}

/* The file goes to the disk inside the transaction, so that a delete of the
 * same bytes can't come between file and row. */
static enum err
store(struct call *c, const struct upload *u, const struct media_info *info,
    const char *alt, struct json **out)
{
	char hash[HASH_SIZE];
	int64_t bytes;
	enum err e;

	if ((e = site_begin(c->site, c->fault)) != ERR_OK)
		return (e);
	e = media_store(c->site, u, info, hash, &bytes, c->fault);
	if (e == ERR_OK)
		e = row_insert(c, hash, u->name, info, bytes, alt);
	if (e == ERR_OK)
		e = audit_write(c, "media.upload", arena_printf(c->arena,
		    "media %s", hash), "done", u->name);
	if (e == ERR_OK)
		e = site_commit(c->site, c->fault);
	if (e != ERR_OK) {
		site_rollback(c->site);
		return (e);
	}
	return (answer(c, hash, out));
}

static enum err
media_upload(struct call *c, const struct json *in, struct json **out)
{
	int64_t i = json_get_int(in, "file", 0);
	const char *name = json_get_text(in, "name", "");
	struct media_limits limits;
	struct media_info info;
	struct upload u;
	enum err e;

	if ((e = permission_check(c, "media.upload", NULL)) != ERR_OK)
		return (e);
	if (i < 0 || (uint64_t)i >= c->upload_count)
		return (fault_set(c->fault, ERR_INPUT, "media.missing",
		    "file", NULL));
	u = c->uploads[i];
	u.name = media_name_clean(c->arena, name[0] != '\0' ? name : u.name);
	media_limits_read(c->cms, &limits);
	e = media_check(&u, &limits, &info, c->fault);
	if (e == ERR_OK)
		e = store(c, &u, &info, json_get_text(in, "alt", ""), out);
	media_info_cleanup(&info);
	return (e);
}

/* ---- reading ---- */

static enum err
media_list(struct call *c, const struct json *in, struct json **out)
{
	int64_t limit = json_get_int(in, "limit", LIST_DEFAULT);
	const char *cursor = json_get_text(in, "cursor", "");
	const char *text = json_get_text(in, "text", "");
	const char *hash = "";
	int64_t at = INT64_MAX;
	struct json *rows, *list, *o;
	enum err e;

	if ((e = permission_check(c, "media.list", NULL)) != ERR_OK)
		return (e);
	if (limit < 1 || limit > LIST_MAX)
		return (fault_set(c->fault, ERR_INPUT, "input.range", "limit",
		    "1–%d", LIST_MAX));
	if (cursor[0] != '\0' && (!cursor_number(cursor, &at, &hash) ||
	    *hash++ != '.' || !hash_valid(hash)))
		return (fault_set(c->fault, ERR_INPUT, "input.cursor",
		    "cursor", NULL));
	e = db_all(c->site->db, c->arena, &rows, c->fault,
	    "SELECT hash, name, type, kind, alt, bytes, width, height, at,"
	    " user_name AS by FROM media WHERE (:kind IS NULL OR kind ="
	    " :kind) AND (:text = '' OR instr(name, :text) OR instr(alt,"
	    " :text)) AND (at < :at OR (at = :at AND hash > :hash))"
	    " ORDER BY at DESC, hash LIMIT :limit",
	    DB_TEXT(":kind", json_get_text(in, "kind", NULL)),
	    DB_TEXT(":text", text), DB_INT(":at", at),
	    DB_TEXT(":hash", hash), DB_INT(":limit", limit));
	if (e != ERR_OK)
		return (e);
	*out = json_object(c->arena);
	list = json_put(*out, "media", json_array(c->arena));
	json_each(row, rows) {
		o = json_add(list, json_copy(c->arena, row));
		json_put_text(c->arena, o, "url", media_url(c->arena,
		    json_get_text(row, "hash", ""),
		    json_get_text(row, "name", "")));
	}
	json_put(*out, "next", (int64_t)rows->length < limit ?
	    json_null(c->arena) : json_string(c->arena, arena_printf(c->arena,
	    "%lld.%s", (long long)json_get_int(rows->last, "at", 0),
	    json_get_text(rows->last, "hash", ""))));
	return (ERR_OK);
}

/* The entries that use it, by title where the actor may read them;
 * *others: how many more there are. */
static enum err
uses(struct call *c, const char *hash, struct json **out, int64_t *others)
{
	struct json *rows, *o;
	struct entry e;
	struct target t;
	enum err err = db_all(c->site->db, c->arena, &rows, c->fault,
	    "SELECT DISTINCT r.entry FROM media_use u JOIN revision r"
	    " ON r.id = u.revision WHERE u.media = :hash LIMIT :max",
	    DB_TEXT(":hash", hash), DB_INT(":max", USES_MAX));

	*others = 0;
	*out = json_array(c->arena);
	if (err != ERR_OK)
		return (err);
	json_each(row, rows) {
		err = entry_load(c, json_get_int(row, "entry", 0), &e);
		if (err != ERR_OK)
			return (err);
		t = entry_target(c, &e);
		if (!permission_allows(c, "entry.read", &t)) {
			++*others;
			continue;
		}
		o = json_add(*out, json_object(c->arena));
		json_put_int(c->arena, o, "entry", e.id);
		json_put_text(c->arena, o, "title", e.title);
		json_put_text(c->arena, o, "state", e.state);
		json_put_bool(c->arena, o, "live", e.live_revision != 0);
	}
	return (ERR_OK);
}

static enum err
put_uses(struct call *c, const char *hash, struct json *o, size_t *count)
{
	struct json *list;
	int64_t others, logo = 0;
	enum err e = uses(c, hash, &list, &others);

	if (e != ERR_OK)
		return (e);
	e = db_value(c->site->db, &logo, c->fault, "SELECT " MEDIA_IS_LOGO,
	    DB_TEXT(":hash", hash));
	*count = list->length + (size_t)others;
	json_put(o, "uses", list);
	json_put_int(c->arena, o, "other_uses", others);
	json_put_bool(c->arena, o, "logo", logo != 0);
	return (e);
}

static enum err
media_read(struct call *c, const struct json *in, struct json **out)
{
	size_t count;
	enum err e;

	if ((e = permission_check(c, "media.read", NULL)) != ERR_OK ||
	    (e = answer(c, json_get_text(in, "hash", ""), out)) != ERR_OK)
		return (e);
	return (put_uses(c, json_get_text(in, "hash", ""), *out, &count));
}

static enum err
media_text(struct call *c, const struct json *in, struct json **out)
{
	enum err e = permission_check(c, "media.read", NULL);

	if (e == ERR_OK)
		e = media_text_read(c->site, c->arena,
		    json_get_text(in, "hash", ""), out, c->fault);
	return (e);
}

/* ---- delete ---- */

static enum err
delete_in(struct call *c, const struct json *in, struct json **out)
{
	const char *hash = json_get_text(in, "hash", "");
	size_t count;
	enum err e;

	if ((e = permission_check(c, "media.delete", NULL)) != ERR_OK ||
	    (e = answer(c, hash, out)) != ERR_OK ||
	    (e = put_uses(c, hash, *out, &count)) != ERR_OK)
		return (e);
	if (json_get_bool(*out, "logo", false))
		return (fault_set(c->fault, ERR_CONFLICT, "media.logo",
		    "hash", NULL));
	if (count > 0)
		return (fault_set(c->fault, ERR_CONFLICT, "media.used",
		    "hash", "%zu", count));
	e = media_forget(c, hash);
	if (e == ERR_OK)
		e = audit_write(c, "media.delete", arena_printf(c->arena,
		    "media %s", hash), "done",
		    json_get_text(*out, "name", ""));
	/* Before the commit, while nobody else can store the same bytes: a
	 * row without a file would be worse than a file without a row, but
	 * only a crash right here leaves one. */
	if (e == ERR_OK)
		media_unstore(c->site, hash);
	return (e);
}

static enum err
media_delete(struct call *c, const struct json *in, struct json **out)
{
	return (transact(c, delete_in, in, out));
}

#define HASH_IN { .name = "hash", .kind = INPUT_LINE, .required = true, \
	.max = 64 }

static const struct input UPLOAD[] = {
	{ .name = "file", .kind = INPUT_INT },
	{ .name = "name", .kind = INPUT_LINE, .max = 255 },
	{ .name = "alt", .kind = INPUT_LINE, .max = MEDIA_ALT_MAX },
	{ .name = NULL }
};
static const struct input LIST[] = {
	{ .name = "kind", .kind = INPUT_LINE, .max = 20 },
	{ .name = "text", .kind = INPUT_LINE, .max = 100 },
	{ .name = "cursor", .kind = INPUT_LINE, .max = 100 },
	{ .name = "limit", .kind = INPUT_INT },
	{ .name = NULL }
};
static const struct input ONE[] = { HASH_IN, { .name = NULL } };

const struct act media_acts[] = {
	{ "media.upload", media_upload, true, true, UPLOAD },
	{ "media.list", media_list, true, false, LIST },
	{ "media.read", media_read, true, false, ONE },
	{ "media.text", media_text, true, false, ONE },
	{ "media.delete", media_delete, true, true, ONE },
	{ .name = NULL }
};
