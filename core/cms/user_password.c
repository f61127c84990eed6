/*
 * Acts on passwords: the own one, and one that a command on the server sets.
 * What administrators do for others is in reset.c.
 */
#include "base/time.h"
#include "cms/audit.h"
#include "cms/password.h"
#include "cms/reset.h"
#include "cms/user.h"

/* Stores the new password, ends other sessions, writes the record. */
static enum err
user_password_commit(struct call *c, const char *act, const struct json *user,
    const char *hash, bool must_change, int64_t except)
{
	int64_t id = json_get_int(user, "id", 0);
	enum err e;

	e = db_begin(cms_hub(c->cms), c->fault);
	if (e == ERR_OK)
		e = user_password_store(c->cms, id, hash, must_change,
		    c->fault);
	if (e == ERR_OK)
		e = must_change ? reset_note(c, id) :
		    reset_forget(c->cms, id, c->fault);
	if (e == ERR_OK)
		e = user_sessions_end(c->cms, id, except, c->fault);
	if (e == ERR_OK)
		e = audit_write(c, act, arena_printf(c->arena, "user %s",
		    json_get_text(user, "name", "")), "done", NULL);
	if (e == ERR_OK)
		e = db_commit(cms_hub(c->cms), c->fault);
	return (e);
}

/* The own password: {old, new}. */
enum err
user_password(struct call *c, const struct json *in, struct json **out)
{
	char hash[PASSWORD_HASH_SIZE];
	struct json *user, *self;
	const char *name;
	enum err e;

	(void)out;
	e = permission_check(c, "user.password", NULL);
	if (e != ERR_OK)
		return (e);
	self = json_object(c->arena);
	json_put_int(c->arena, self, "id", c->actor->user);
	e = user_target(c, self, &user);
	if (e != ERR_OK)
		return (e);
	name = json_get_text(user, "name", "");
	if (json_get_int(user, "locked_until", 0) > time_now() ||
	    !password_verify(json_get_text(in, "old", ""),
	    json_get_text(user, "password", NULL), 1)) {
		e = user_failure(c->cms, c->actor->user, name,
		    "user.password", "password.wrong", c->fault);
		return (e != ERR_OK ? e : fault_set(c->fault, ERR_INPUT,
		    "password.wrong", "old", NULL));
	}
	e = user_password_new(c->cms, c->actor->user, name,
	    json_get_text(in, "new", ""), hash, c->fault);
	if (e != ERR_OK)
		return (e);
	return (user_password_commit(c, "user.password", user, hash, false,
	    c->actor->session));
}

/* {id|user, password}: a command on the server.  The owner is told, and has
 * to change it. */
enum err
user_reset(struct call *c, const struct json *in, struct json **out)
{
	char hash[PASSWORD_HASH_SIZE];
	struct json *user;
	enum err e;

	(void)out;
	e = permission_check(c, "user.reset", NULL);
	if (e == ERR_OK)
		e = user_target(c, in, &user);
	if (e == ERR_OK)
		e = user_password_new(c->cms, json_get_int(user, "id", 0),
		    json_get_text(user, "name", ""),
		    json_get_text(in, "password", ""), hash, c->fault);
	if (e != ERR_OK)
		return (e);
	return (user_password_commit(c, "user.reset", user, hash, true, 0));
}
