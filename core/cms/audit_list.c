/* The record of what staff did, for the audit administrator: see audit.h.
 * Beside what was written then stand the names that people and things have
 * now; what is gone has none. */
#include <stdlib.h>
#include <string.h>

#include "cms/act.h"
#include "cms/permission.h"
#include "cms/plugin.h"
#include "cms/setting.h"

#define PAGE 50
#define PAGE_MAX 1000

typedef const char *name_fn(struct call *c, const char *what);

/* A row's member "name"; NULL where there is no row. */
static const char *
name_in(const struct json *row)
{
	return (row != NULL ? json_get_text(row, "name", NULL) : NULL);
}

static const char *
entry_name(struct call *c, const char *id)
{
	struct json *row = NULL;

	if (c->site != NULL)
		(void)db_one(c->site->db, c->arena, &row, NULL,
		    "SELECT title AS name FROM entry WHERE id = :id",
		    DB_INT(":id", strtoll(id, NULL, 10)));
	return (name_in(row));
}

static const char *
column_name(struct call *c, const char *path)
{
	struct json *row = NULL;

	if (c->site != NULL)
		(void)db_one(c->site->db, c->arena, &row, NULL,
		    "SELECT title AS name FROM \"column\" WHERE path = :path",
		    DB_TEXT(":path", path));
	return (name_in(row));
}

static const char *
media_name(struct call *c, const char *hash)
{
	struct json *row = NULL;

	if (c->site != NULL)
		(void)db_one(c->site->db, c->arena, &row, NULL,
		    "SELECT name FROM media WHERE hash = :hash",
		    DB_TEXT(":hash", hash));
	return (name_in(row));
}

/* By name, or by number as refused acts have it. */
static const char *
user_name(struct call *c, const char *user)
{
	struct json *row = NULL;

	(void)db_one(cms_hub(c->cms), c->arena, &row, NULL,
	    "SELECT display AS name FROM user WHERE name = :user"
	    " OR CAST(id AS TEXT) = :user ORDER BY name = :user DESC LIMIT 1",
	    DB_TEXT(":user", user));
	return (name_in(row));
}

static const char *
unit_name(struct call *c, const char *unit)
{
	struct json *row = NULL;

	(void)db_one(cms_hub(c->cms), c->arena, &row, NULL,
	    "SELECT name FROM unit WHERE code = :unit"
	    " OR CAST(id AS TEXT) = :unit ORDER BY code = :unit DESC LIMIT 1",
	    DB_TEXT(":unit", unit));
	return (name_in(row));
}

static const char *
site_name(struct call *c, const char *name)
{
	struct json *title = NULL;
	struct site *site;

	if (cms_site(c->cms, name, &site, NULL) != ERR_OK ||
	    setting_read(site, c->arena, "title", &title, NULL) != ERR_OK ||
	    title == NULL || title->type != JSON_STRING)
		return (NULL);
	return (title->text);
}

static const char *
plugin_name(struct call *c, const char *name)
{
	const struct plugin_source *from = cms_plugins(c->cms);

	return (from == NULL ? NULL : json_get_text(plugin_named(
	    from->list(from->arg, c->arena), name), "title", NULL));
}

/* By the first word of the object: "entry 12". */
static const struct {
	const char	*kind;
	name_fn		*name;
} kinds[] = {
	{ "entry", entry_name }, { "column", column_name },
	{ "media", media_name }, { "user", user_name },
	{ "reset", user_name }, { "grant", user_name },
	{ "unit", unit_name }, { "site", site_name },
	{ "plugin", plugin_name }
};

static const char *
object_name(struct call *c, const char *object)
{
	const char *space = strchr(object, ' ');
	size_t i;

	for (i = 0; space != NULL && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strlen(kinds[i].kind) == (size_t)(space - object) &&
		    strncmp(object, kinds[i].kind, strlen(kinds[i].kind)) == 0)
			return (kinds[i].name(c, space + 1));
	return (NULL);
}

static void
put_names(struct call *c, struct json *row)
{
	const char *who = json_get_text(row, "user_name", "");
	const char *what = object_name(c, json_get_text(row, "object", ""));

	if (who[0] != '\0' && json_get_int(row, "user", 0) != 0)
		json_put(row, "user_display", json_string(c->arena,
		    user_name(c, who)));
	json_put(row, "object_name", json_string(c->arena, what));
}

/* `user` is an account's name, or part of the name that a person has now. */
static enum err
list_rows(struct call *c, const struct json *in, struct db *db,
    const struct json *people, int64_t limit, struct json **rows)
{
	const char *user = json_get_text(in, "user", NULL);
	struct buf names = { 0 };
	enum err e;

	json_write(&names, people);
	e = db_all(db, c->arena, rows, c->fault,
	    "SELECT id, at, user, user_name, role, act, object, result, detail"
	    " FROM audit WHERE id < :cursor"
	    " AND (:act IS NULL OR act = :act OR act LIKE :act || '.%')"
	    " AND (:user IS NULL OR user_name = :user OR user_name IN"
	    "  (SELECT json_extract(value, '$.name') FROM json_each(:names)))"
	    " AND (:from IS NULL OR at >= :from)"
	    " AND (:to IS NULL OR at < :to)"
	    " AND (NOT :refused OR result <> 'done')"
	    " ORDER BY id DESC LIMIT :limit",
	    DB_INT(":cursor", json_get_int(in, "cursor", INT64_MAX)),
	    DB_TEXT(":act", json_get_text(in, "act", NULL)),
	    DB_TEXT(":user", user), DB_TEXT(":names", buf_string(&names)),
	    json_get(in, "from") != NULL ?
		DB_INT(":from", json_get_int(in, "from", 0)) : DB_NULL(":from"),
	    json_get(in, "to") != NULL ?
		DB_INT(":to", json_get_int(in, "to", 0)) : DB_NULL(":to"),
	    DB_INT(":refused", json_get_bool(in, "refused", false)),
	    DB_INT(":limit", limit));
	buf_cleanup(&names);
	return (e);
}

/* The accounts of people whose name holds the text. */
static enum err
people_named(struct call *c, const char *text, struct json **out)
{
	if (text == NULL) {
		*out = json_array(c->arena);
		return (ERR_OK);
	}
	return (db_all(cms_hub(c->cms), c->arena, out, c->fault,
	    "SELECT name FROM user WHERE instr(display, :text) > 0"
	    " LIMIT 200", DB_TEXT(":text", text)));
}

/* Newest first: {site?, act?, user?, from?, to?, refused?, cursor?, limit?} →
 * {events: [{id, at, user, user_name, user_display, role, act, object,
 * object_name, result, detail}], next}.  With `site` the record of the site
 * that the call is about, else the hub's; `act` is one, or all of a noun. */
static enum err
audit_list(struct call *c, const struct json *in, struct json **out)
{
	int64_t limit = json_get_int(in, "limit", PAGE);
	struct json *rows, *people, *list;
	struct db *db = cms_hub(c->cms);
	enum err e;

	e = permission_check(c, "audit.list", NULL);
	if (e != ERR_OK)
		return (e);
	if (limit < 1 || limit > PAGE_MAX)
		return (fault_set(c->fault, ERR_INPUT, "input.range", "limit",
		    "1–%d", PAGE_MAX));
	if (json_get_bool(in, "site", false) && c->site != NULL)
		db = c->site->db;
	if ((e = people_named(c, json_get_text(in, "user", NULL), &people)) !=
	    ERR_OK ||
	    (e = list_rows(c, in, db, people, limit, &rows)) != ERR_OK)
		return (e);
	*out = json_object(c->arena);
	list = json_put(*out, "events", json_array(c->arena));
	json_each(row, rows)
		put_names(c, json_add(list, json_copy(c->arena, row)));
	json_put(*out, "next", (int64_t)rows->length == limit ?
	    json_int(c->arena, json_get_int(rows->last, "id", 0)) :
	    json_null(c->arena));
	return (ERR_OK);
}

static const struct input list_inputs[] = {
	{ .name = "site", .kind = INPUT_BOOL },
	{ .name = "act", .kind = INPUT_LINE, .max = 40 },
	{ .name = "user", .kind = INPUT_LINE, .max = 64 },
	{ .name = "from", .kind = INPUT_INT },
	{ .name = "to", .kind = INPUT_INT },
	{ .name = "refused", .kind = INPUT_BOOL },
	{ .name = "cursor", .kind = INPUT_INT },
	{ .name = "limit", .kind = INPUT_INT },
	{ 0 }
};

const struct act audit_acts[] = {
	{ "audit.list", audit_list, false, false, list_inputs },
	{ 0 }
};
