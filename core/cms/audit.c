/* The private record of what staff did: see audit.h. */
#include "cms/audit.h"

#include <string.h>

#include "base/time.h"
#include "base/utf8.h"
#include "cms/act.h"
#include "cms/permission.h"

#define AUDIT_NAME_MAX 160	/* bytes of a name that somebody typed */
#define AUDIT_PAGE 50
#define AUDIT_PAGE_MAX 200

struct record {
	int64_t		user;		/* 0: none */
	const char	*name, *role, *act, *object, *result, *detail;
};

static enum err
audit_insert(struct db *db, const struct record *w, struct fault *f)
{
	return (db_run(db, f, "INSERT INTO audit"
	    " (at, user, user_name, role, act, object, result, detail) VALUES"
	    " (:at, nullif(:user, 0), :name, :role, :act, :object, :result,"
	    " :detail)",
	    DB_INT(":at", time_now()), DB_INT(":user", w->user),
	    DB_TEXT(":name", w->name), DB_TEXT(":role", w->role),
	    DB_TEXT(":act", w->act), DB_TEXT(":object", w->object),
	    DB_TEXT(":result", w->result),
	    DB_TEXT(":detail", w->detail != NULL ? w->detail : "")));
}

static struct db *
audit_database(struct call *c)
{
	struct db *hub = cms_hub(c->cms);

	if (c->site == NULL ||
	    (db_in_transaction(hub) && !db_in_transaction(c->site->db)))
		return (hub);
	return (c->site->db);
}

/* The role that the act was allowed by; of a refused one, all that the user
 * has. */
static const char *
audit_role(struct call *c)
{
	struct buf b = { 0 };
	const char *text;
	size_t i;

	if (c->role != NULL)
		return (c->role);
	if (c->actor == NULL || c->actor->system)
		return (c->actor != NULL ? "system" : "");
	for (i = 0; i < c->actor->grant_count; i++) {
		if (i > 0)
			buf_char(&b, ' ');
		buf_text(&b, role_name(c->actor->grants[i].role));
	}
	text = arena_text(c->arena, buf_string(&b));
	buf_cleanup(&b);
	return (text);
}

enum err
audit_write(struct call *c, const char *act, const char *object,
    const char *result, const char *detail)
{
	struct record w = { .act = act, .object = object, .result = result,
	    .detail = detail, .name = "" };

	if (c->actor != NULL) {
		w.user = c->actor->user;
		w.name = c->actor->name != NULL ? c->actor->name : "";
	}
	w.role = audit_role(c);
	return (audit_insert(audit_database(c), &w, c->fault));
}

enum err
audit_write_name(struct cms *cms, int64_t user, const char *name,
    const char *act, const char *object, const char *result, struct fault *f)
{
	char kept[AUDIT_NAME_MAX];
	struct record w = { .user = user, .name = kept, .role = "", .act = act,
	    .object = object, .result = result };

	utf8_copy(kept, sizeof(kept), name);
	return (audit_insert(cms_hub(cms), &w, f));
}

/* Newest first: {site?, act?, user?, cursor?, limit?}; with `site` the record
 * of the site that the call is about, else the hub's. */
static enum err
audit_list(struct call *c, const struct json *in, struct json **out)
{
	int64_t limit = json_get_int(in, "limit", AUDIT_PAGE);
	struct json *rows;
	struct db *db = cms_hub(c->cms);
	enum err e;

	e = permission_check(c, "audit.list", NULL);
	if (e != ERR_OK)
		return (e);
	if (limit < 1 || limit > AUDIT_PAGE_MAX)
		return (fault_set(c->fault, ERR_INPUT, "input.range", "limit",
		    "1–%d", AUDIT_PAGE_MAX));
	if (json_get_bool(in, "site", false) && c->site != NULL)
		db = c->site->db;
	e = db_all(db, c->arena, &rows, c->fault,
	    "SELECT id, at, user, user_name, role, act, object, result, detail"
	    " FROM audit WHERE id < :cursor"
	    " AND (:act IS NULL OR act = :act OR act LIKE :act || '.%')"
	    " AND (:user IS NULL OR user_name = :user)"
	    " ORDER BY id DESC LIMIT :limit",
	    DB_INT(":cursor", json_get_int(in, "cursor", INT64_MAX)),
	    DB_TEXT(":act", json_get_text(in, "act", NULL)),
	    DB_TEXT(":user", json_get_text(in, "user", NULL)),
	    DB_INT(":limit", limit));
	if (e != ERR_OK)
		return (e);
	*out = json_object(c->arena);
	json_put(*out, "events", rows);
	json_put(*out, "next", (int64_t)rows->length == limit ?
	    json_int(c->arena, json_get_int(rows->last, "id", 0)) :
	    json_null(c->arena));
	return (ERR_OK);
}

static const struct input list_inputs[] = {
	{ .name = "site", .kind = INPUT_BOOL },
	{ .name = "act", .kind = INPUT_LINE, .max = 40 },
	{ .name = "user", .kind = INPUT_LINE, .max = 64 },
	{ .name = "cursor", .kind = INPUT_INT },
	{ .name = "limit", .kind = INPUT_INT },
	{ 0 }
};

const struct act audit_acts[] = {
	{ "audit.list", audit_list, false, false, list_inputs },
	{ 0 }
};
