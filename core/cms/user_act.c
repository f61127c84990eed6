/* Acts on users but their passwords.  Nobody disables the own account. */
#include <ctype.h>
#include <string.h>

#include "base/time.h"
#include "cms/audit.h"
#include "cms/grant.h"
#include "cms/password.h"
#include "cms/reset.h"
#include "cms/site.h"
#include "cms/unit.h"
#include "cms/user.h"

/* Letters, digits and . _ - : what can be typed on any keyboard. */
static bool
user_name_valid(const char *name)
{
	size_t i;

	for (i = 0; name[i] != '\0'; i++)
		if (!isalnum((unsigned char)name[i]) &&
		    (i == 0 || strchr("._-", name[i]) == NULL))
			return (false);
	return (i >= 2 && i <= USER_NAME_MAX);
}

static enum err
user_insert(struct call *c, const struct json *in, const char *hash,
    int64_t *id)
{
	bool must = json_get_bool(in, "must_change", true);
	const char *name = json_get_text(in, "name", "");
	int64_t unit = json_get_int(in, "unit", 0), now = time_now();
	int64_t taken;
	enum err e;

	e = user_id(c->cms, name, &taken, c->fault);
	if (e == ERR_OK && taken != 0)
		e = fault_set(c->fault, ERR_CONFLICT, "user.exists", "name",
		    "%s", name);
	if (e == ERR_OK)
		e = db_run(cms_hub(c->cms), c->fault,
		    "INSERT INTO user (name, display, unit, password,"
		    " password_at, must_change, created_at) VALUES"
		    " (:name, :display, nullif(:unit, 0), :password, :now,"
		    " :must, :now)", DB_TEXT(":name", name),
		    DB_TEXT(":display", json_get_text(in, "display", name)),
		    DB_INT(":unit", unit), DB_TEXT(":password", hash),
		    DB_INT(":now", now),
		    DB_INT(":must", must || !c->actor->system));
	*id = db_last_id(cms_hub(c->cms));
	return (e);
}

/* The hash of the first password.  A command says it; what an administrator
 * would say is half of what the security administrator gives (reset.h). */
static enum err
first_password(struct call *c, const struct json *in, struct reset *r)
{
	const char *text = json_get_text(in, "password", NULL);
	char hash[PASSWORD_HASH_SIZE];
	enum err e;

	if (text == NULL && c->actor->system)
		return (fault_set(c->fault, ERR_INPUT, "input.missing",
		    "password", NULL));
	if (text == NULL)
		return (reset_make(c, r));
	if (!c->actor->system)
		return (fault_set(c->fault, ERR_INPUT, "user.two", "password",
		    NULL));
	e = user_password_new(c->cms, 0, json_get_text(in, "name", ""), text,
	    hash, c->fault);
	if (e == ERR_OK)
		r->hash = arena_text(c->arena, hash);
	return (e);
}

/* The account, its roles and the record, in one transaction.  Without a half
 * to give (`r->first` empty) the password is in force at once. */
static enum err
user_create_store(struct call *c, const struct json *in,
    const struct reset *r, struct json *out)
{
	const char *name = json_get_text(in, "name", "");
	bool halves = r->first[0] != '\0';
	int64_t id = 0;
	enum err e;

	e = user_insert(c, in, halves ? PASSWORD_NONE : r->hash, &id);
	if (e == ERR_OK && halves)
		e = reset_store(c, r, id, out);
	if (e == ERR_OK)
		e = audit_write(c, "user.create", arena_printf(c->arena,
		    "user %s", name), "done", NULL);
	json_each(role, json_get(in, "roles"))
		if (e == ERR_OK)
			e = grant_give(c, name, role->text);
	json_put_int(c->arena, out, "id", id);
	return (e);
}

/* {name, password?, display?, unit?, roles?} → {id, half?, until?}.
 * `password` is a command's, which may also say must_change = false; else the
 * answer holds the asker's half of one.  `roles` ("reviewer2@SITE:COLUMN") is
 * for those who may also grant. */
static enum err
user_create(struct call *c, const struct json *in, struct json **out)
{
	struct reset r = { .hash = NULL };
	enum err e;

	e = permission_check(c, "user.create", NULL);
	if (e == ERR_OK && !user_name_valid(json_get_text(in, "name", "")))
		e = fault_set(c->fault, ERR_INPUT, "user.name", "name", "%d",
		    USER_NAME_MAX);
	if (e == ERR_OK)
		e = unit_check(c, json_get_int(in, "unit", 0));
	if (e == ERR_OK)
		e = first_password(c, in, &r);
	if (e == ERR_OK)
		e = db_begin(cms_hub(c->cms), c->fault);
	if (e != ERR_OK)
		return (e);
	*out = json_object(c->arena);
	e = user_create_store(c, in, &r, *out);
	return (e == ERR_OK ? db_commit(cms_hub(c->cms), c->fault) : e);
}

/* What an act does to the user, inside its transaction. */
typedef enum err change_fn(struct call *c, const struct json *user,
    const struct json *in);

/* Permission, the user, the change and its audit record. */
static enum err
user_change(struct call *c, const char *act, const struct json *in,
    change_fn *change)
{
	struct db *hub = cms_hub(c->cms);
	struct json *user;
	enum err e;

	e = permission_check(c, act, NULL);
	if (e == ERR_OK)
		e = db_begin(hub, c->fault);
	if (e == ERR_OK)
		e = user_target(c, in, &user);
	if (e == ERR_OK)
		e = change(c, user, in);
	if (e == ERR_OK)
		e = audit_write(c, act, arena_printf(c->arena, "user %s",
		    json_get_text(user, "name", "")), "done", NULL);
	if (e == ERR_OK)
		e = db_commit(hub, c->fault);
	return (e);
}

static enum err
change_update(struct call *c, const struct json *user, const struct json *in)
{
	int64_t unit = json_get_int(in, "unit", json_get_int(user, "unit", 0));
	const struct json *given = json_get(in, "unit");
	enum err e;

	if (given != NULL && given->type == JSON_NULL)
		unit = 0;
	e = unit_check(c, unit);
	if (e != ERR_OK)
		return (e);
	return (db_run(cms_hub(c->cms), c->fault, "UPDATE user SET"
	    " display = :display, unit = nullif(:unit, 0) WHERE id = :id",
	    DB_TEXT(":display", json_get_text(in, "display",
	    json_get_text(user, "display", ""))), DB_INT(":unit", unit),
	    DB_INT(":id", json_get_int(user, "id", 0))));
}

static enum err
change_disable(struct call *c, const struct json *user, const struct json *in)
{
	int64_t id = json_get_int(user, "id", 0);
	enum err e;

	(void)in;
	if (id == c->actor->user)
		return (fault_set(c->fault, ERR_CONFLICT, "user.self", NULL,
		    NULL));
	if ((e = user_not_last(c, id)) != ERR_OK)
		return (e);
	e = db_run(cms_hub(c->cms), c->fault,
	    "UPDATE user SET state = 'disabled' WHERE id = :id",
	    DB_INT(":id", id));
	if (e == ERR_OK)
		e = user_sessions_end(c->cms, id, 0, c->fault);
	return (e);
}

static enum err
change_enable(struct call *c, const struct json *user, const struct json *in)
{
	(void)in;
	return (db_run(cms_hub(c->cms), c->fault,
	    "UPDATE user SET state = 'active' WHERE id = :id",
	    DB_INT(":id", json_get_int(user, "id", 0))));
}

static enum err
change_unlock(struct call *c, const struct json *user, const struct json *in)
{
	(void)in;
	return (db_run(cms_hub(c->cms), c->fault,
	    "UPDATE user SET failures = 0, locked_until = 0 WHERE id = :id",
	    DB_INT(":id", json_get_int(user, "id", 0))));
}

static enum err
user_update(struct call *c, const struct json *in, struct json **out)
{
	(void)out;
	return (user_change(c, "user.update", in, change_update));
}

static enum err
user_disable(struct call *c, const struct json *in, struct json **out)
{
	(void)out;
	return (user_change(c, "user.disable", in, change_disable));
}

static enum err
user_enable(struct call *c, const struct json *in, struct json **out)
{
	(void)out;
	return (user_change(c, "user.enable", in, change_enable));
}

static enum err
user_unlock(struct call *c, const struct json *in, struct json **out)
{
	(void)out;
	return (user_change(c, "user.unlock", in, change_unlock));
}

static const struct input list_inputs[] = {
	{ .name = "text", .kind = INPUT_LINE, .max = USER_DISPLAY_MAX },
	{ .name = "state", .kind = INPUT_LINE, .max = 10 },
	{ .name = "role", .kind = INPUT_LINE, .max = 20 },
	{ .name = "site", .kind = INPUT_LINE, .max = SITE_NAME_MAX },
	{ .name = "waiting", .kind = INPUT_BOOL },
	{ .name = "cursor", .kind = INPUT_INT },
	{ .name = "limit", .kind = INPUT_INT },
	{ 0 }
};
static const struct input create_inputs[] = {
	{ .name = "name", .kind = INPUT_LINE, .required = true, .max = 32 },
	{ .name = "display", .kind = INPUT_LINE, .max = USER_DISPLAY_MAX },
	{ .name = "unit", .kind = INPUT_INT },
	{ .name = "password", .kind = INPUT_LINE },
	{ .name = "must_change", .kind = INPUT_BOOL },
	{ .name = "roles", .kind = INPUT_LIST, .max = 20 },
	{ 0 }
};
static const struct input update_inputs[] = {
	{ .name = "id", .kind = INPUT_INT, .required = true },
	{ .name = "display", .kind = INPUT_LINE, .max = USER_DISPLAY_MAX },
	{ .name = "unit", .kind = INPUT_INT, .null = true },
	{ 0 }
};
static const struct input one_inputs[] = {
	{ .name = "id", .kind = INPUT_INT },
	{ .name = "user", .kind = INPUT_LINE, .max = USER_NAME_MAX },
	{ 0 }
};
static const struct input password_inputs[] = {
	{ .name = "old", .kind = INPUT_LINE, .required = true },
	{ .name = "new", .kind = INPUT_LINE, .required = true },
	{ 0 }
};
static const struct input reset_inputs[] = {
	{ .name = "id", .kind = INPUT_INT },
	{ .name = "user", .kind = INPUT_LINE, .max = USER_NAME_MAX },
	{ .name = "password", .kind = INPUT_LINE, .required = true },
	{ 0 }
};

const struct act user_acts[] = {
	{ "user.list", user_list, false, false, list_inputs },
	{ "user.create", user_create, false, true, create_inputs },
	{ "user.update", user_update, false, true, update_inputs },
	{ "user.disable", user_disable, false, true, one_inputs },
	{ "user.enable", user_enable, false, true, one_inputs },
	{ "user.unlock", user_unlock, false, true, one_inputs },
	{ "user.password", user_password, false, true, password_inputs },
	{ "user.reset", user_reset, false, true, reset_inputs },
	{ 0 }
};
