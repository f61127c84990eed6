/*
 * Roles given and taken.  The three administrators (三员分立) are different
 * people and have no other role; nobody gives or takes the own roles.
 */
#include <string.h>

#include "base/time.h"
#include "cms/act.h"
#include "cms/audit.h"
#include "cms/grant.h"
#include "cms/permission.h"
#include "cms/setting.h"
#include "cms/unit.h"
#include "cms/user.h"

/* What a new grant will say. */
struct wanted {
	struct json	*user;
	enum role	role;
	int		step;
	int64_t		site, column, unit;
};

void
grant_put_place(struct call *c, struct json *row)
{
	const char *name = json_get_text(row, "site", NULL);
	int64_t column = json_get_int(row, "column_id", 0);
	struct json *title, *found = NULL;
	struct site *site;

	if (name == NULL || cms_site(c->cms, name, &site, NULL) != ERR_OK)
		return;
	if (setting_read(site, c->arena, "title", &title, NULL) == ERR_OK &&
	    title->type == JSON_STRING)
		json_put_text(c->arena, row, "site_title", title->text);
	if (column == 0)
		return;
	(void)db_one(site->db, c->arena, &found, NULL,
	    "SELECT path, title FROM \"column\" WHERE id = :id",
	    DB_INT(":id", column));
	json_put_text(c->arena, row, "column",
	    json_get_text(found, "path", ""));
	json_put_text(c->arena, row, "column_title",
	    json_get_text(found, "title", ""));
}

/* {user?} → {grants: [{id, user, role, site, column, unit, …}]} */
static enum err
grant_list(struct call *c, const struct json *in, struct json **out)
{
	struct json *rows, *list;
	enum err e;

	e = permission_check(c, "grant.list", NULL);
	if (e == ERR_OK)
		e = db_all(cms_hub(c->cms), c->arena, &rows, c->fault,
		    "SELECT g.id, user.id AS user_id, user.name AS user,"
		    " display, role || iif(step > 0, step, '') AS role,"
		    " site.name AS site, \"column\" AS column_id,"
		    " unit.code AS unit, unit.name AS unit_name,"
		    " granted_by, granted_at FROM role_grant g"
		    " JOIN user ON user.id = g.user"
		    " LEFT JOIN site ON site.id = g.site"
		    " LEFT JOIN unit ON unit.id = g.unit"
		    " WHERE :user IS NULL OR user.name = :user ORDER BY g.id",
		    DB_TEXT(":user", json_get_text(in, "user", NULL)));
	if (e != ERR_OK)
		return (e);
	*out = json_object(c->arena);
	list = json_put(*out, "grants", json_array(c->arena));
	json_each(row, rows)
		grant_put_place(c, json_add(list, json_copy(c->arena, row)));
	return (ERR_OK);
}

/* Names of site, column and unit to their ids. */
static enum err
wanted_place(struct call *c, const struct json *in, struct wanted *w)
{
	const char *name = json_get_text(in, "site", NULL);
	const char *path = json_get_text(in, "column", NULL);
	const char *code = json_get_text(in, "unit", NULL);
	struct site *site = NULL;
	enum err e = ERR_OK;

	if (name != NULL)
		e = cms_site(c->cms, name, &site, c->fault);
	if (e == ERR_OK && site != NULL)
		w->site = site->id;
	if (e == ERR_OK && path != NULL) {
		if (site == NULL)
			return (fault_set(c->fault, ERR_INPUT, "input.missing",
			    "site", NULL));
		e = db_value(site->db, &w->column, c->fault,
		    "SELECT id FROM \"column\" WHERE path = :path",
		    DB_TEXT(":path", path));
		if (e == ERR_OK && w->column == 0)
			e = fault_set(c->fault, ERR_NOT_FOUND,
			    "column.unknown", "column", "%s", path);
	}
	if (e == ERR_OK && code != NULL) {
		e = unit_id(cms_hub(c->cms), code, &w->unit, c->fault);
		if (e == ERR_OK && w->unit == 0)
			e = fault_set(c->fault, ERR_NOT_FOUND, "unit.unknown",
			    "unit", "%s", code);
	}
	return (e);
}

/* Administrators are of the whole house, a site keeper of a whole site. */
static enum err
wanted_fits(struct call *c, const struct wanted *w)
{
	bool narrow = w->column != 0 || w->unit != 0;

	if ((w->role >= ROLE_SYSTEM_ADMIN && (w->site != 0 || narrow)) ||
	    (w->role == ROLE_SITE_KEEPER && narrow))
		return (fault_set(c->fault, ERR_INPUT, "grant.whole", "role",
		    "%s", role_name(w->role)));
	return (ERR_OK);
}

static enum err
wanted_read(struct call *c, const struct json *in, struct wanted *w)
{
	enum err e;

	memset(w, 0, sizeof(*w));
	if (!role_parse(json_get_text(in, "role", ""), &w->role, &w->step))
		return (fault_set(c->fault, ERR_INPUT, "grant.role", "role",
		    "%s", json_get_text(in, "role", "")));
	e = wanted_place(c, in, w);
	if (e == ERR_OK)
		e = wanted_fits(c, w);
	return (e);
}

static enum err
not_oneself(struct call *c, int64_t user)
{
	if (c->actor->system || user != c->actor->user)
		return (ERR_OK);
	return (fault_set(c->fault, ERR_FORBIDDEN, "grant.self", NULL, NULL));
}

static enum err
grant_insert(struct call *c, const struct wanted *w, int64_t *id)
{
	int64_t user = json_get_int(w->user, "id", 0), same = 0;
	struct db *hub = cms_hub(c->cms);
	struct actor other;
	enum err e;

	e = actor_load(c->cms, user, c->arena, &other, c->fault);
	if (e == ERR_AUTH)
		e = fault_set(c->fault, ERR_CONFLICT, "grant.disabled", "user",
		    "%s", json_get_text(w->user, "name", ""));
	if (e == ERR_OK &&
	    !roles_agree(other.grants, other.grant_count, w->role))
		e = fault_set(c->fault, ERR_CONFLICT, "grant.separate", "role",
		    "%s", json_get_text(w->user, "name", ""));
	if (e == ERR_OK)
		e = db_value(hub, &same, c->fault, "SELECT id FROM role_grant"
		    " WHERE user = :user AND role = :role AND step = :step"
		    " AND coalesce(site, 0) = :site"
		    " AND coalesce(\"column\", 0) = :column"
		    " AND coalesce(unit, 0) = :unit", DB_INT(":user", user),
		    DB_TEXT(":role", role_name(w->role)),
		    DB_INT(":step", w->step), DB_INT(":site", w->site),
		    DB_INT(":column", w->column), DB_INT(":unit", w->unit));
	if (e == ERR_OK && same != 0)
		e = fault_set(c->fault, ERR_CONFLICT, "grant.exists", "role",
		    "%s", json_get_text(w->user, "name", ""));
	if (e != ERR_OK)
		return (e);
	e = db_run(hub, c->fault, "INSERT INTO role_grant (user, role, step,"
	    " site, \"column\", unit, granted_by, granted_at) VALUES (:user,"
	    " :role, :step, nullif(:site, 0), nullif(:column, 0),"
	    " nullif(:unit, 0), :by, :now)", DB_INT(":user", user),
	    DB_TEXT(":role", role_name(w->role)), DB_INT(":step", w->step),
	    DB_INT(":site", w->site), DB_INT(":column", w->column),
	    DB_INT(":unit", w->unit), DB_TEXT(":by", c->actor->name),
	    DB_INT(":now", time_now()));
	*id = db_last_id(hub);
	return (e);
}

/* All of grant.add but the transaction. */
static enum err
grant_store(struct call *c, const struct json *in, int64_t *id)
{
	struct wanted w;
	enum err e;

	e = permission_check(c, "grant.add", NULL);
	if (e == ERR_OK)
		e = wanted_read(c, in, &w);
	if (e == ERR_OK)
		e = user_target(c, in, &w.user);
	if (e == ERR_OK)
		e = not_oneself(c, json_get_int(w.user, "id", 0));
	if (e == ERR_OK)
		e = grant_insert(c, &w, id);
	if (e != ERR_OK)
		return (e);
	return (audit_write(c, "grant.add", arena_printf(c->arena, "user %s",
	    json_get_text(w.user, "name", "")), "done",
	    arena_printf(c->arena, "%s@%s:%s %s",
	    json_get_text(in, "role", ""), json_get_text(in, "site", ""),
	    json_get_text(in, "column", ""), json_get_text(in, "unit", ""))));
}

/* {user, role, site?, column?, unit?} → {id} */
static enum err
grant_add(struct call *c, const struct json *in, struct json **out)
{
	int64_t id = 0;
	enum err e;

	e = db_begin(cms_hub(c->cms), c->fault);
	if (e == ERR_OK)
		e = grant_store(c, in, &id);
	if (e == ERR_OK)
		e = db_commit(cms_hub(c->cms), c->fault);
	if (e != ERR_OK)
		return (e);
	*out = json_object(c->arena);
	json_put_int(c->arena, *out, "id", id);
	return (ERR_OK);
}

enum err
grant_give(struct call *c, const char *user, const char *role)
{
	struct json *in = json_object(c->arena);
	char *text = arena_text(c->arena, role), *site, *column;
	int64_t id;

	site = strchr(text, '@');
	column = site != NULL ? strchr(site, ':') : NULL;
	if (column != NULL) {
		*column = '\0';
		json_put_text(c->arena, in, "column", column + 1);
	}
	if (site != NULL) {
		*site = '\0';
		json_put_text(c->arena, in, "site", site + 1);
	}
	json_put_text(c->arena, in, "role", text);
	json_put_text(c->arena, in, "user", user);
	return (grant_store(c, in, &id));
}

static enum err
grant_delete(struct call *c, int64_t id, struct json **row)
{
	enum err e;

	e = db_one(cms_hub(c->cms), c->arena, row, c->fault,
	    "SELECT user, name, role || iif(step > 0, step, '') AS role"
	    " FROM role_grant g JOIN user ON user.id = user"
	    " WHERE g.id = :id", DB_INT(":id", id));
	if (e == ERR_OK && *row == NULL)
		e = fault_set(c->fault, ERR_NOT_FOUND, "grant.unknown", "id",
		    "%lld", (long long)id);
	if (e == ERR_OK)
		e = not_oneself(c, json_get_int(*row, "user", 0));
	if (e == ERR_OK)
		e = user_not_last(c, json_get_int(*row, "user", 0));
	if (e == ERR_OK)
		e = db_run(cms_hub(c->cms), c->fault,
		    "DELETE FROM role_grant WHERE id = :id", DB_INT(":id", id));
	return (e);
}

static enum err
grant_remove(struct call *c, const struct json *in, struct json **out)
{
	struct json *row;
	enum err e;

	(void)out;
	e = permission_check(c, "grant.remove", NULL);
	if (e == ERR_OK)
		e = db_begin(cms_hub(c->cms), c->fault);
	if (e == ERR_OK)
		e = grant_delete(c, json_get_int(in, "id", 0), &row);
	if (e == ERR_OK)
		e = audit_write(c, "grant.remove", arena_printf(c->arena,
		    "user %s", json_get_text(row, "name", "")), "done",
		    json_get_text(row, "role", ""));
	if (e == ERR_OK)
		e = db_commit(cms_hub(c->cms), c->fault);
	return (e);
}

static const struct input list_inputs[] = {
	{ .name = "user", .kind = INPUT_LINE, .max = USER_NAME_MAX },
	{ 0 }
};
static const struct input add_inputs[] = {
	{ .name = "user", .kind = INPUT_LINE, .required = true,
	    .max = USER_NAME_MAX },
	{ .name = "role", .kind = INPUT_LINE, .required = true, .max = 20 },
	{ .name = "site", .kind = INPUT_LINE, .max = 40 },
	{ .name = "column", .kind = INPUT_LINE, .max = 200 },
	{ .name = "unit", .kind = INPUT_LINE, .max = 40 },
	{ 0 }
};
static const struct input remove_inputs[] = {
	{ .name = "id", .kind = INPUT_INT, .required = true },
	{ 0 }
};

const struct act grant_acts[] = {
	{ "grant.list", grant_list, false, false, list_inputs },
	{ "grant.add", grant_add, false, true, add_inputs },
	{ "grant.remove", grant_remove, false, true, remove_inputs },
	{ 0 }
};
