/* Signing in and out, and the list of who is: see session.h. */
#include "cms/session.h"

#include <string.h>

#include "base/time.h"
#include "base/utf8.h"
#include "cms/act.h"
#include "cms/audit.h"
#include "cms/password.h"
#include "cms/permission.h"
#include "cms/setting.h"
#include "cms/user.h"

#define SEEN_EVERY 60	/* seconds */
#define SESSIONS_MAX 50	/* of one user; the oldest go first */

static const char *const kind_names[] = {
	[SESSION_BROWSER] = "browser", [SESSION_API] = "api"
};

/* How long a session lives at most, in seconds. */
static int64_t
session_life(struct cms *cms, enum session_kind kind)
{
	return (3600 * policy(cms, kind == SESSION_API ? POLICY_TOKEN_HOURS :
	    POLICY_SESSION_HOURS));
}

static int64_t
session_idle(struct cms *cms)
{
	return (60 * policy(cms, POLICY_SESSION_IDLE_MINUTES));
}

/* Forgets what ended, and the oldest of too many. */
static enum err
session_sweep(struct cms *cms, int64_t user, struct fault *f)
{
	int64_t now = time_now();
	enum err e;

	e = db_run(cms_hub(cms), f, "DELETE FROM session WHERE"
	    " (kind = 'api' AND created_at <= :api) OR (kind = 'browser' AND"
	    " (created_at <= :browser OR seen_at <= :idle))",
	    DB_INT(":api", now - session_life(cms, SESSION_API)),
	    DB_INT(":browser", now - session_life(cms, SESSION_BROWSER)),
	    DB_INT(":idle", now - session_idle(cms)));
	if (e == ERR_OK)
		e = db_run(cms_hub(cms), f, "DELETE FROM session WHERE"
		    " user = :user AND id NOT IN (SELECT id FROM session"
		    " WHERE user = :user ORDER BY id DESC LIMIT :max)",
		    DB_INT(":user", user), DB_INT(":max", SESSIONS_MAX - 1));
	return (e);
}

static enum err
session_insert(struct cms *cms, const char *name, const char *agent,
    const char *token, struct session *s, struct fault *f)
{
	char hash[HASH_SIZE], kept[SESSION_AGENT_MAX];
	struct db *hub = cms_hub(cms);
	enum err e;

	hash_hex(token, strlen(token), hash);
	utf8_copy(kept, sizeof(kept), agent != NULL ? agent : "");
	s->created_at = time_now();
	e = db_begin(hub, f);
	if (e == ERR_OK)
		e = session_sweep(cms, s->user, f);
	if (e == ERR_OK)
		e = db_run(hub, f, "UPDATE user SET failures = 0"
		    " WHERE id = :user", DB_INT(":user", s->user));
	if (e == ERR_OK)
		e = db_run(hub, f, "INSERT INTO session (token, user, kind,"
		    " agent, created_at, seen_at) VALUES (:token, :user,"
		    " :kind, :agent, :now, :now)", DB_TEXT(":token", hash),
		    DB_INT(":user", s->user),
		    DB_TEXT(":kind", kind_names[s->kind]),
		    DB_TEXT(":agent", kept), DB_INT(":now", s->created_at));
	if (e == ERR_OK) {
		s->id = db_last_id(hub);
		e = audit_write_name(cms, s->user, name, "session.create",
		    "session", "done", f);
	}
	if (e == ERR_OK)
		e = db_commit(hub, f);
	db_rollback(hub);
	return (e);
}

enum err
session_create(struct cms *cms, const char *name, const char *password,
    enum session_kind kind, const char *agent, char token[TOKEN_SIZE],
    struct session *out, struct fault *f)
{
	struct arena *a = arena_alloc();
	struct json *row;
	bool good;
	enum err e;

	memset(out, 0, sizeof(*out));
	out->kind = kind;
	e = db_one(cms_hub(cms), a, &row, f,
	    "SELECT id, name, nullif(password, '" PASSWORD_NONE "') AS password,"
	    " state = 'active' AND locked_until <= :now AND NOT EXISTS"
	    " (SELECT 1 FROM password_reset r WHERE r.user = user.id"
	    " AND r.given_at > 0 AND r.until <= :now) AS open FROM user"
	    " WHERE name = :name", DB_TEXT(":name", name),
	    DB_INT(":now", time_now()));
	if (e != ERR_OK)
		goto out;
	good = password_verify(password, json_get_text(row, "password", NULL),
	    policy(cms, POLICY_PASSWORD_COST));
	out->user = json_get_int(row, "id", 0);
	if (!good || json_get_int(row, "open", 0) == 0) {
		/* While it is locked, nothing is counted on top. */
		e = user_failure(cms, json_get_int(row, "open", 0) != 0 ?
		    out->user : 0, name, "session.create", "session.refused",
		    f);
		if (e == ERR_OK)
			e = fault_set(f, ERR_AUTH, "session.refused", NULL,
			    "%lld", (long long)policy(cms,
			    POLICY_LOCK_MINUTES));
		goto out;
	}
	random_token(token);
	e = session_insert(cms, json_get_text(row, "name", name), agent, token,
	    out, f);
out:
	arena_free(a);
	return (e);
}

static bool
session_over(struct cms *cms, const struct session *s, int64_t seen_at)
{
	int64_t now = time_now();

	if (s->created_at + session_life(cms, s->kind) <= now)
		return (true);
	return (s->kind == SESSION_BROWSER &&
	    seen_at + session_idle(cms) <= now);
}

enum err
session_find(struct cms *cms, const char *token, struct session *out,
    struct fault *f)
{
	char hash[HASH_SIZE];
	int64_t seen_at = 0;
	db_stmt *st;
	enum err e;

	memset(out, 0, sizeof(*out));
	hash_hex(token, strlen(token), hash);
	e = db_first(cms_hub(cms), &st, f, "SELECT id, user, created_at,"
	    " seen_at, kind = 'api' FROM session WHERE token = :token",
	    DB_TEXT(":token", hash));
	if (e != ERR_OK)
		return (e);
	if (st != NULL) {
		out->id = db_column_int(st, 0);
		out->user = db_column_int(st, 1);
		out->created_at = db_column_int(st, 2);
		seen_at = db_column_int(st, 3);
		out->kind = db_column_int(st, 4) != 0 ? SESSION_API :
		    SESSION_BROWSER;
	}
	db_done(&st);
	if (out->id == 0 || session_over(cms, out, seen_at))
		return (fault_set(f, ERR_AUTH, "session.ended", NULL, NULL));
	/* With a full disk staff may still read: a failure here is none. */
	if (cms_mode(cms) == DB_WRITE && seen_at + SEEN_EVERY <= time_now())
		(void)db_run(cms_hub(cms), NULL,
		    "UPDATE session SET seen_at = :now WHERE id = :id",
		    DB_INT(":now", time_now()), DB_INT(":id", out->id));
	return (ERR_OK);
}

enum err
session_end(struct cms *cms, const char *token, struct fault *f)
{
	struct db *hub = cms_hub(cms);
	struct arena *a = arena_alloc();
	char hash[HASH_SIZE];
	struct json *row = NULL;
	enum err e;

	hash_hex(token, strlen(token), hash);
	e = db_begin(hub, f);
	if (e == ERR_OK)
		e = db_one(hub, a, &row, f, "SELECT session.id, user, name"
		    " FROM session JOIN user ON user.id = session.user"
		    " WHERE token = :token", DB_TEXT(":token", hash));
	if (e == ERR_OK && row != NULL)
		e = db_run(hub, f, "DELETE FROM session WHERE id = :id",
		    DB_INT(":id", json_get_int(row, "id", 0)));
	if (e == ERR_OK && row != NULL)
		e = audit_write_name(cms, json_get_int(row, "user", 0),
		    json_get_text(row, "name", ""), "session.end", "session",
		    "done", f);
	if (e == ERR_OK)
		e = db_commit(hub, f);
	db_rollback(hub);
	arena_free(a);
	return (e);
}

/* {user?} → {sessions: […]}: one's own, or another's for those who may. */
static enum err
session_list(struct call *c, const struct json *in, struct json **out)
{
	const char *name = json_get_text(in, "user", NULL);
	int64_t user = c->actor != NULL ? c->actor->user : 0;
	struct json *rows, *target;
	enum err e;

	e = permission_check(c, name != NULL && strcmp(name,
	    c->actor != NULL ? c->actor->name : "") != 0 ? "session.others" :
	    "session.list", NULL);
	if (e == ERR_OK && name != NULL) {
		e = user_target(c, in, &target);
		if (e == ERR_OK)
			user = json_get_int(target, "id", 0);
	}
	if (e == ERR_OK)
		e = db_all(cms_hub(c->cms), c->arena, &rows, c->fault,
		    "SELECT id, kind, agent, created_at, seen_at,"
		    " id = :own AS current FROM session WHERE user = :user"
		    " ORDER BY seen_at DESC", DB_INT(":user", user),
		    DB_INT(":own", c->actor->session));
	if (e != ERR_OK)
		return (e);
	*out = json_object(c->arena);
	json_put(*out, "sessions", rows);
	return (ERR_OK);
}

/* {id} */
static enum err
session_end_act(struct call *c, const struct json *in, struct json **out)
{
	struct db *hub = cms_hub(c->cms);
	int64_t id = json_get_int(in, "id", 0), owner = 0;
	enum err e;

	(void)out;
	e = permission_check(c, "session.end", NULL);
	if (e == ERR_OK)
		e = db_begin(hub, c->fault);
	if (e == ERR_OK)
		e = db_value(hub, &owner, c->fault,
		    "SELECT user FROM session WHERE id = :id",
		    DB_INT(":id", id));
	if (e == ERR_OK && owner != c->actor->user)
		e = permission_check(c, "session.others", NULL);
	if (e == ERR_OK && owner == 0)
		e = fault_set(c->fault, ERR_NOT_FOUND, "session.unknown", "id",
		    "%lld", (long long)id);
	if (e == ERR_OK)
		e = db_run(hub, c->fault, "DELETE FROM session WHERE id = :id",
		    DB_INT(":id", id));
	if (e == ERR_OK)
		e = audit_write(c, "session.end", arena_printf(c->arena,
		    "user %lld", (long long)owner), "done", NULL);
	if (e == ERR_OK)
		e = db_commit(hub, c->fault);
	return (e);
}

static const struct input list_inputs[] = {
	{ .name = "user", .kind = INPUT_LINE, .max = USER_NAME_MAX },
	{ 0 }
};
static const struct input end_inputs[] = {
	{ .name = "id", .kind = INPUT_INT, .required = true },
	{ 0 }
};

const struct act session_acts[] = {
	{ "session.list", session_list, false, false, list_inputs },
	{ "session.end", session_end_act, false, true, end_inputs },
	{ 0 }
};
