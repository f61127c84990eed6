/* The list of accounts: each with its roles and where each of them holds. */
#include <string.h>

#include "base/time.h"
#include "cms/grant.h"
#include "cms/user.h"

#define PAGE 50
#define PAGE_MAX 200

/* `role` is "editor", or "reviewer2" for those of one step; `site` also finds
 * whose role holds on all sites. */
static enum err
list_rows(struct call *c, const struct json *in, int64_t limit,
    struct json **rows)
{
	return (db_all(cms_hub(c->cms), c->arena, rows, c->fault,
	    "SELECT user.id, user.name, display, state, must_change,"
	    " iif(locked_until > :now, locked_until, 0) AS locked_until,"
	    " created_at, unit, unit.name AS unit_name, unit.code AS unit_code,"
	    " (SELECT coalesce(json_group_array(role ||"
	    "  iif(step > 0, step, '')), '[]') FROM role_grant"
	    "  WHERE user = user.id) AS roles_json,"
	    " r.asked_by AS reset_by, r.asked_at AS reset_at,"
	    " r.given_at AS reset_given, r.until AS reset_until"
	    " FROM user LEFT JOIN unit ON unit.id = user.unit"
	    " LEFT JOIN password_reset r ON r.user = user.id"
	    "  AND (r.given_at > 0 OR r.until > :now)"
	    " WHERE user.id > :cursor"
	    " AND (:text IS NULL OR instr(lower(user.name), lower(:text)) > 0"
	    "  OR instr(display, :text) > 0"
	    "  OR instr(coalesce(unit.name, ''), :text) > 0)"
	    " AND (:state IS NULL OR state = :state)"
	    " AND (NOT :waiting OR (r.given_at = 0 AND state = 'active'))"
	    " AND ((:role IS NULL AND :site IS NULL) OR EXISTS (SELECT 1"
	    "  FROM role_grant g LEFT JOIN site ON site.id = g.site"
	    "  WHERE g.user = user.id"
	    "  AND (:role IS NULL OR :role IN (g.role, g.role || g.step))"
	    "  AND (:site IS NULL OR g.site IS NULL OR site.name = :site)))"
	    " ORDER BY user.id LIMIT :limit",
	    DB_INT(":now", time_now()),
	    DB_INT(":cursor", json_get_int(in, "cursor", 0)),
	    DB_TEXT(":text", json_get_text(in, "text", NULL)),
	    DB_TEXT(":state", json_get_text(in, "state", NULL)),
	    DB_TEXT(":role", json_get_text(in, "role", NULL)),
	    DB_TEXT(":site", json_get_text(in, "site", NULL)),
	    DB_INT(":waiting", json_get_bool(in, "waiting", false)),
	    DB_INT(":limit", limit)));
}

/* The roles of all these users, with their places in words. */
static enum err
list_grants(struct call *c, const struct json *users, struct json **grants)
{
	struct buf ids = { 0 };
	enum err e;

	buf_char(&ids, '[');
	json_each(u, users)
		buf_printf(&ids, "%s%lld", u == users->first ? "" : ",",
		    (long long)json_get_int(u, "id", 0));
	buf_char(&ids, ']');
	e = db_all(cms_hub(c->cms), c->arena, grants, c->fault,
	    "SELECT g.user, g.role || iif(g.step > 0, g.step, '') AS role,"
	    " site.name AS site, g.\"column\" AS column_id,"
	    " unit.name AS unit_name FROM role_grant g"
	    " LEFT JOIN site ON site.id = g.site"
	    " LEFT JOIN unit ON unit.id = g.unit"
	    " WHERE g.user IN (SELECT value FROM json_each(:ids))"
	    " ORDER BY g.id", DB_TEXT(":ids", buf_string(&ids)));
	buf_cleanup(&ids);
	return (e);
}

static void
put_grants(struct call *c, struct json *user, const struct json *grants)
{
	struct json *list = json_put(user, "grants", json_array(c->arena));
	int64_t id = json_get_int(user, "id", 0);

	json_each(g, grants)
		if (json_get_int(g, "user", 0) == id)
			grant_put_place(c, json_add(list,
			    json_copy(c->arena, g)));
}

/* {text?, state?, role?, site?, waiting?: for a password to be given, cursor?,
 * limit?} → {users: [{id, name, display, state, must_change, locked_until,
 * created_at, unit, unit_name, unit_code, roles, grants: [{role, site,
 * site_title, column, column_title, unit_name}], reset_by, reset_at,
 * reset_given, reset_until}], next} */
enum err
user_list(struct call *c, const struct json *in, struct json **out)
{
	int64_t limit = json_get_int(in, "limit", PAGE);
	struct json *rows, *users, *grants;
	enum err e;

	e = permission_check(c, "user.list", NULL);
	if (e != ERR_OK)
		return (e);
	if (limit < 1 || limit > PAGE_MAX)
		return (fault_set(c->fault, ERR_INPUT, "input.range", "limit",
		    "1–%d", PAGE_MAX));
	if ((e = list_rows(c, in, limit, &rows)) != ERR_OK ||
	    (e = list_grants(c, rows, &grants)) != ERR_OK)
		return (e);
	*out = json_object(c->arena);
	users = json_put(*out, "users", json_array(c->arena));
	json_each(row, rows)
		put_grants(c, json_add(users, json_copy(c->arena, row)),
		    grants);
	json_put(*out, "next", (int64_t)rows->length == limit ?
	    json_int(c->arena, json_get_int(rows->last, "id", 0)) :
	    json_null(c->arena));
	return (ERR_OK);
}
