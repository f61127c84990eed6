/* The private record of what staff did: see audit.h. */
#include "cms/audit.h"

#include "base/time.h"
#include "base/utf8.h"
#include "cms/permission.h"

#define AUDIT_NAME_MAX 160	/* bytes of a name that somebody typed */

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
