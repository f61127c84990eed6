/* A new password by two administrators: see reset.h. */
#include "cms/reset.h"

#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/time.h"
#include "cms/act.h"
#include "cms/audit.h"
#include "cms/password.h"
#include "cms/setting.h"
#include "cms/user.h"

enum err
reset_make(struct call *c, struct reset *r)
{
	char both[2 * RESET_HALF + 1], hash[PASSWORD_HASH_SIZE];
	enum err e;

	random_letters(r->first, RESET_HALF);
	random_letters(r->second, RESET_HALF);
	snprintf(both, sizeof(both), "%s%s", r->first, r->second);
	e = password_hash(both, policy(c->cms, POLICY_PASSWORD_COST), hash,
	    c->fault);
	explicit_bzero(both, sizeof(both));
	if (e == ERR_OK)
		r->hash = arena_text(c->arena, hash);
	return (e);
}

enum err
reset_store(struct call *c, const struct reset *r, int64_t user,
    struct json *out)
{
	int64_t now = time_now(), until = now + 3600 * RESET_HOURS;
	enum err e;

	e = db_run(cms_hub(c->cms), c->fault,
	    "INSERT OR REPLACE INTO password_reset (user, asker, asked_by,"
	    " asked_at, until, hash, half) VALUES (:user, :asker, :by, :now,"
	    " :until, :hash, :half)", DB_INT(":user", user),
	    DB_INT(":asker", c->actor->user), DB_TEXT(":by",
	    c->actor->display), DB_INT(":now", now), DB_INT(":until", until),
	    DB_TEXT(":hash", r->hash), DB_TEXT(":half", r->second));
	json_put_text(c->arena, out, "half", r->first);
	json_put_int(c->arena, out, "until", until);
	return (e);
}

enum err
reset_note(struct call *c, int64_t user)
{
	return (db_run(cms_hub(c->cms), c->fault,
	    "INSERT OR REPLACE INTO password_reset (user, asker, asked_by,"
	    " asked_at, given_at) VALUES (:user, 0, '', :now, :now)",
	    DB_INT(":user", user), DB_INT(":now", time_now())));
}

enum err
reset_forget(struct cms *cms, int64_t user, struct fault *f)
{
	return (db_run(cms_hub(cms), f,
	    "DELETE FROM password_reset WHERE user = :user",
	    DB_INT(":user", user)));
}

enum err
user_is_admin(struct call *c, int64_t user, bool *admin)
{
	int64_t count = 0;
	enum err e;

	e = db_value(cms_hub(c->cms), &count, c->fault,
	    "SELECT count(*) FROM role_grant WHERE user = :user AND role IN"
	    " ('system_admin', 'security_admin', 'audit_admin')",
	    DB_INT(":user", user));
	*admin = count > 0;
	return (e);
}

static enum err
reset_audit(struct call *c, const char *act, const struct json *user)
{
	return (audit_write(c, act, arena_printf(c->arena, "user %s",
	    json_get_text(user, "name", "")), "done", NULL));
}

/* {id|user} → {half, until}.  Nothing changes for the user yet. */
static enum err
reset_ask(struct call *c, const struct json *in, struct json **out)
{
	struct json *user;
	struct reset r;
	bool admin = false;
	int64_t id;
	enum err e;

	if ((e = permission_check(c, "reset.ask", NULL)) != ERR_OK ||
	    (e = user_target(c, in, &user)) != ERR_OK)
		return (e);
	id = json_get_int(user, "id", 0);
	if ((e = user_is_admin(c, id, &admin)) != ERR_OK)
		return (e);
	if (admin)
		return (fault_set(c->fault, ERR_FORBIDDEN, "user.reset_admin",
		    NULL, NULL));
	*out = json_object(c->arena);
	if ((e = reset_make(c, &r)) == ERR_OK)
		e = db_begin(cms_hub(c->cms), c->fault);
	if (e == ERR_OK)
		e = reset_store(c, &r, id, *out);
	if (e == ERR_OK)
		e = reset_audit(c, "reset.ask", user);
	return (e == ERR_OK ? db_commit(cms_hub(c->cms), c->fault) : e);
}

/* What waits to be given for the user, by somebody who didn't ask for it. */
static enum err
reset_waiting(struct call *c, int64_t user, struct json **row)
{
	enum err e = db_one(cms_hub(c->cms), c->arena, row, c->fault,
	    "SELECT asker, hash, half FROM password_reset WHERE user = :user"
	    " AND given_at = 0 AND until > :now", DB_INT(":user", user),
	    DB_INT(":now", time_now()));

	if (e == ERR_OK && *row == NULL)
		return (fault_set(c->fault, ERR_CONFLICT, "reset.none", NULL,
		    NULL));
	if (e == ERR_OK && json_get_int(*row, "asker", 0) == c->actor->user)
		return (fault_set(c->fault, ERR_FORBIDDEN, "reset.same", NULL,
		    NULL));
	return (e);
}

static enum err
reset_in_force(struct call *c, int64_t user, const struct json *row,
    int64_t until)
{
	enum err e;

	e = user_password_store(c->cms, user, json_get_text(row, "hash", ""),
	    true, c->fault);
	if (e == ERR_OK)
		e = user_sessions_end(c->cms, user, 0, c->fault);
	if (e == ERR_OK)
		e = db_run(cms_hub(c->cms), c->fault,
		    "UPDATE password_reset SET hash = '', half = '',"
		    " given_by = :by, given_at = :now, until = :until"
		    " WHERE user = :user", DB_TEXT(":by", c->actor->display),
		    DB_INT(":now", time_now()), DB_INT(":until", until),
		    DB_INT(":user", user));
	return (e);
}

/* {id|user} → {half, until}: from now on both halves, one behind the other,
 * are the password, and must be changed. */
static enum err
reset_give(struct call *c, const struct json *in, struct json **out)
{
	int64_t id, until = time_now() + 3600 * RESET_HOURS;
	struct json *user, *row;
	enum err e;

	if ((e = permission_check(c, "reset.give", NULL)) != ERR_OK ||
	    (e = db_begin(cms_hub(c->cms), c->fault)) != ERR_OK ||
	    (e = user_target(c, in, &user)) != ERR_OK)
		return (e);
	id = json_get_int(user, "id", 0);
	if ((e = reset_waiting(c, id, &row)) != ERR_OK ||
	    (e = reset_in_force(c, id, row, until)) != ERR_OK ||
	    (e = reset_audit(c, "reset.give", user)) != ERR_OK ||
	    (e = db_commit(cms_hub(c->cms), c->fault)) != ERR_OK)
		return (e);
	*out = json_object(c->arena);
	json_put_text(c->arena, *out, "half", json_get_text(row, "half", ""));
	json_put_int(c->arena, *out, "until", until);
	return (ERR_OK);
}

/* {id|user}: what was asked for isn't given. */
static enum err
reset_drop(struct call *c, const struct json *in, struct json **out)
{
	struct db *hub = cms_hub(c->cms);
	struct json *user;
	enum err e;

	(void)out;
	if ((e = permission_check(c, "reset.drop", NULL)) != ERR_OK ||
	    (e = db_begin(hub, c->fault)) != ERR_OK ||
	    (e = user_target(c, in, &user)) != ERR_OK)
		return (e);
	e = db_run(hub, c->fault, "DELETE FROM password_reset"
	    " WHERE user = :user AND given_at = 0",
	    DB_INT(":user", json_get_int(user, "id", 0)));
	if (e == ERR_OK && db_changes(hub) == 0)
		e = fault_set(c->fault, ERR_CONFLICT, "reset.none", NULL,
		    NULL);
	if (e == ERR_OK)
		e = reset_audit(c, "reset.drop", user);
	return (e == ERR_OK ? db_commit(hub, c->fault) : e);
}

/* {} → {reset: null or {asked_by, asked_at, given_by, given_at, until}}: what
 * others do or did to one's own password. */
static enum err
reset_own(struct call *c, const struct json *in, struct json **out)
{
	struct json *row = NULL;
	enum err e;

	(void)in;
	if ((e = permission_check(c, "reset.own", NULL)) != ERR_OK)
		return (e);
	e = db_one(cms_hub(c->cms), c->arena, &row, c->fault,
	    "SELECT asked_by, asked_at, given_by, given_at, until"
	    " FROM password_reset WHERE user = :user"
	    " AND (given_at > 0 OR until > :now)",
	    DB_INT(":user", c->actor->user), DB_INT(":now", time_now()));
	if (e != ERR_OK)
		return (e);
	*out = json_object(c->arena);
	json_put(*out, "reset", row != NULL ? row : json_null(c->arena));
	return (ERR_OK);
}

static const struct input one_inputs[] = {
	{ .name = "id", .kind = INPUT_INT },
	{ .name = "user", .kind = INPUT_LINE, .max = USER_NAME_MAX },
	{ 0 }
};

const struct act reset_acts[] = {
	{ "reset.ask", reset_ask, false, true, one_inputs },
	{ "reset.give", reset_give, false, true, one_inputs },
	{ "reset.drop", reset_drop, false, true, one_inputs },
	{ "reset.own", reset_own, false, false, NULL },
	{ 0 }
};
