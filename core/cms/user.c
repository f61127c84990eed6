/* Users as actors, and their passwords: see user.h. */
#include "cms/user.h"

#include <string.h>

#include "base/time.h"
#include "cms/audit.h"
#include "cms/password.h"
#include "cms/setting.h"

#define DAY 86400
#define USER_COLUMNS "id, name, display, unit, state, password, must_change, " \
	"password_at, locked_until"

void
actor_system(struct actor *out, const char *name)
{
	memset(out, 0, sizeof(*out));
	out->name = out->display = name;
	out->system = true;
}

static enum err
actor_grants(struct cms *cms, struct arena *a, struct actor *out,
    struct fault *f)
{
	struct grant *grants;
	struct json *rows;
	enum err e;
	size_t n = 0;
	int step;

	e = db_all(cms_hub(cms), a, &rows, f,
	    "SELECT id, role || iif(step > 0, step, '') AS role, site,"
	    " \"column\", unit FROM role_grant WHERE user = :user ORDER BY id",
	    DB_INT(":user", out->user));
	if (e != ERR_OK)
		return (e);
	grants = arena_get(a, (rows->length + 1) * sizeof(*grants));
	json_each(row, rows) {
		if (!role_parse(json_get_text(row, "role", ""),
		    &grants[n].role, &step))
			continue;
		grants[n].step = step;
		grants[n].id = json_get_int(row, "id", 0);
		grants[n].site = json_get_int(row, "site", 0);
		grants[n].column = json_get_int(row, "column", 0);
		grants[n++].unit = json_get_int(row, "unit", 0);
	}
	out->grants = grants;
	out->grant_count = n;
	return (ERR_OK);
}

enum err
actor_load(struct cms *cms, int64_t user, struct arena *a, struct actor *out,
    struct fault *f)
{
	int64_t days = policy(cms, POLICY_PASSWORD_DAYS);
	struct json *row;
	enum err e;

	memset(out, 0, sizeof(*out));
	e = db_one(cms_hub(cms), a, &row, f,
	    "SELECT " USER_COLUMNS " FROM user"
	    " WHERE id = :id AND state = 'active'", DB_INT(":id", user));
	if (e != ERR_OK)
		return (e);
	if (row == NULL)
		return (fault_set(f, ERR_AUTH, "user.unknown", NULL, NULL));
	out->user = user;
	out->name = json_get_text(row, "name", "");
	out->display = json_get_text(row, "display", "");
	out->unit = json_get_int(row, "unit", 0);
	out->must_change = json_get_int(row, "must_change", 0) != 0 ||
	    (days > 0 && json_get_int(row, "password_at", 0) + days * DAY <=
	    time_now());
	return (actor_grants(cms, a, out, f));
}

enum err
user_id(struct cms *cms, const char *name, int64_t *id, struct fault *f)
{
	*id = 0;
	return (db_value(cms_hub(cms), id, f,
	    "SELECT id FROM user WHERE name = :name", DB_TEXT(":name", name)));
}

enum err
user_target(struct call *c, const struct json *in, struct json **row)
{
	int64_t id = json_get_int(in, "id", 0);
	const char *name = json_get_text(in, "user", NULL);
	enum err e;

	e = db_one(cms_hub(c->cms), c->arena, row, c->fault,
	    "SELECT " USER_COLUMNS " FROM user"
	    " WHERE id = :id OR name = :name",
	    DB_INT(":id", name != NULL ? 0 : id), DB_TEXT(":name", name));
	if (e == ERR_OK && *row == NULL)
		return (fault_set(c->fault, ERR_NOT_FOUND, "user.unknown",
		    name != NULL ? "user" : "id", "%s", name != NULL ? name :
		    arena_printf(c->arena, "%lld", (long long)id)));
	return (e);
}

enum err
user_sessions_end(struct cms *cms, int64_t user, int64_t except,
    struct fault *f)
{
	return (db_run(cms_hub(cms), f,
	    "DELETE FROM session WHERE user = :user AND id <> :except",
	    DB_INT(":user", user), DB_INT(":except", except)));
}

/* Was `text` the password before, within the last `count`? */
static enum err
password_used(struct cms *cms, int64_t user, const char *text, bool *used,
    struct fault *f)
{
	struct arena *a = arena_alloc();
	struct json *rows;
	enum err e;

	*used = false;
	e = db_all(cms_hub(cms), a, &rows, f,
	    "SELECT password FROM (SELECT password, :now AS until"
	    "  FROM user WHERE id = :user UNION ALL"
	    " SELECT password, until FROM password_past WHERE user = :user)"
	    " ORDER BY until DESC LIMIT :count", DB_INT(":user", user),
	    DB_INT(":now", INT64_MAX),
	    DB_INT(":count", policy(cms, POLICY_PASSWORD_HISTORY)));
	if (e == ERR_OK)
		json_each(row, rows)
			*used = *used || password_verify(text,
			    json_get_text(row, "password", NULL), 1);
	arena_free(a);
	return (e);
}

enum err
user_password_new(struct cms *cms, int64_t user, const char *name,
    const char *text, char hash[], struct fault *f)
{
	bool used = false;
	enum err e;

	e = password_rules(cms, name, text, f);
	if (e == ERR_OK && user != 0)
		e = password_used(cms, user, text, &used, f);
	if (e == ERR_OK && used)
		e = fault_set(f, ERR_INPUT, "password.used", "password",
		    "%lld", (long long)policy(cms, POLICY_PASSWORD_HISTORY));
	if (e != ERR_OK)
		return (e);
	return (password_hash(text, policy(cms, POLICY_PASSWORD_COST), hash,
	    f));
}

enum err
user_password_store(struct cms *cms, int64_t user, const char *hash,
    bool must_change, struct fault *f)
{
	struct db *hub = cms_hub(cms);
	enum err e;

	e = db_run(hub, f, "INSERT INTO password_past (user, password, until)"
	    " SELECT id, password, :now FROM user WHERE id = :user",
	    DB_INT(":now", time_now()), DB_INT(":user", user));
	if (e == ERR_OK)
		e = db_run(hub, f, "DELETE FROM password_past"
		    " WHERE user = :user AND rowid NOT IN (SELECT rowid"
		    " FROM password_past WHERE user = :user"
		    " ORDER BY until DESC, rowid DESC LIMIT 24)",
		    DB_INT(":user", user));
	if (e == ERR_OK)
		e = db_run(hub, f, "UPDATE user SET password = :hash,"
		    " password_at = :now, must_change = :must, failures = 0,"
		    " locked_until = 0 WHERE id = :user",
		    DB_TEXT(":hash", hash), DB_INT(":now", time_now()),
		    DB_INT(":must", must_change), DB_INT(":user", user));
	return (e);
}

enum err
user_failure(struct cms *cms, int64_t user, const char *name,
    const char *act, const char *result, struct fault *f)
{
	struct db *hub = cms_hub(cms);
	enum err e;

	e = db_begin(hub, f);
	if (e == ERR_OK && user != 0)
		e = db_run(hub, f, "UPDATE user SET failures ="
		    " iif(failures + 1 >= :limit, 0, failures + 1),"
		    " locked_until = iif(failures + 1 >= :limit, :until,"
		    " locked_until) WHERE id = :user",
		    DB_INT(":limit", policy(cms, POLICY_LOCK_FAILURES)),
		    DB_INT(":until", time_now() +
		    60 * policy(cms, POLICY_LOCK_MINUTES)),
		    DB_INT(":user", user));
	if (e == ERR_OK)
		e = audit_write_name(cms, user, name, act, "session", result,
		    f);
	if (e == ERR_OK)
		e = db_commit(hub, f);
	db_rollback(hub);
	return (e);
}

bool
roles_agree(const struct grant *grants, size_t count, enum role role)
{
	bool admin = role >= ROLE_SYSTEM_ADMIN, other;
	size_t i;

	for (i = 0; i < count; i++) {
		other = grants[i].role >= ROLE_SYSTEM_ADMIN;
		if (other != admin || (admin && grants[i].role != role))
			return (false);
	}
	return (true);
}

enum err
user_not_last(struct call *c, int64_t user)
{
	int64_t last = 0;
	enum err e;

	if (c->actor->system)
		return (ERR_OK);
	e = db_value(cms_hub(c->cms), &last, c->fault,
	    "SELECT EXISTS (SELECT 1 FROM role_grant g WHERE g.user = :user"
	    " AND g.role IN ('system_admin', 'security_admin', 'audit_admin')"
	    " AND NOT EXISTS (SELECT 1 FROM role_grant o JOIN user u"
	    " ON u.id = o.user WHERE o.role = g.role AND o.user <> g.user"
	    " AND u.state = 'active'))", DB_INT(":user", user));
	if (e == ERR_OK && last != 0)
		e = fault_set(c->fault, ERR_CONFLICT, "user.last_admin", NULL,
		    NULL);
	return (e);
}
