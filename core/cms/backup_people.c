/*
 * Numbers of users and units, which live in hub.db, in the rows of a site
 * that may come to another hub: see backup.h.  Were they kept, somebody here
 * who happens to have the number would be taken for an author or reviewer
 * there.  Names stand in the rows as well, and stay.
 */
#include <inttypes.h>
#include <string.h>

#include "cms/backup.h"
#include "cms/unit.h"

static enum err
users_write(struct db *copy, struct db *hub, struct arena *a,
    struct json *out, struct fault *f)
{
	struct json *ids, *row;
	enum err e = db_all(copy, a, &ids, f,
	    "SELECT author AS id FROM entry UNION SELECT user FROM revision"
	    " UNION SELECT user FROM autosave UNION SELECT user FROM"
	    " submission UNION SELECT user FROM review UNION SELECT user FROM"
	    " media UNION SELECT user FROM audit WHERE user IS NOT NULL");

	json_each(id, ids) {
		row = NULL;
		if (e == ERR_OK)
			e = db_one(hub, a, &row, f,
			    "SELECT id, name FROM user WHERE id = :id",
			    DB_INT(":id", json_get_int(id, "id", 0)));
		if (e == ERR_OK && row != NULL)
			json_add(out, json_copy(a, row));
	}
	return (e);
}

static enum err
units_write(struct db *copy, struct db *hub, struct arena *a,
    struct json *out, struct fault *f)
{
	struct json *ids, *row;
	enum err e = db_all(copy, a, &ids, f, "SELECT DISTINCT unit AS id"
	    " FROM \"column\" WHERE unit IS NOT NULL");

	json_each(id, ids) {
		row = NULL;
		if (e == ERR_OK)
			e = db_one(hub, a, &row, f,
			    "SELECT id, code FROM unit WHERE id = :id",
			    DB_INT(":id", json_get_int(id, "id", 0)));
		if (e == ERR_OK && row != NULL)
			json_add(out, json_copy(a, row));
	}
	return (e);
}

enum err
people_write(struct db *copy, struct db *hub, struct arena *a,
    struct json *manifest, struct fault *f)
{
	enum err e;

	e = users_write(copy, hub, a,
	    json_put(manifest, "users", json_array(a)), f);
	if (e == ERR_OK)
		e = units_write(copy, hub, a,
		    json_put(manifest, "units", json_array(a)), f);
	return (e);
}

/* restored(old, new): what each number becomes; of those that the file
 * doesn't name, and of those that nobody here has, the negative one. */
static enum err
users_map(struct db *copy, struct db *hub, const struct json *users,
    int64_t *strangers, struct fault *f)
{
	enum err e = db_run(copy, f, "CREATE TEMP TABLE restored"
	    " (old INTEGER PRIMARY KEY, new INTEGER NOT NULL)");

	*strangers = 0;
	json_each(u, users) {
		int64_t old = json_get_int(u, "id", 0), id = 0;

		if (e == ERR_OK)
			e = db_value(hub, &id, f,
			    "SELECT id FROM user WHERE name = :name",
			    DB_TEXT(":name", json_get_text(u, "name", "")));
		*strangers += id == 0;
		if (e == ERR_OK && old > 0 && id > 0)
			e = db_run(copy, f, "INSERT OR REPLACE INTO restored"
			    " (old, new) VALUES (:old, :new)",
			    DB_INT(":old", -old), DB_INT(":new", id));
	}
	return (e);
}

/* All numbers become negative first, so that none meets another one that is
 * still to be changed: some may be there only once. */
#define RENUMBER(table, column) \
	if (e == ERR_OK) \
		e = db_run(copy, f, "UPDATE " table " SET " column " = -" \
		    column " WHERE " column " > 0"); \
	if (e == ERR_OK) \
		e = db_run(copy, f, "UPDATE " table " SET " column \
		    " = (SELECT new FROM restored WHERE old = " column ")" \
		    " WHERE " column " IN (SELECT old FROM restored)")

static enum err
users_renumber(struct db *copy, struct fault *f)
{
	enum err e = ERR_OK;

	RENUMBER("entry", "author");
	RENUMBER("revision", "user");
	RENUMBER("autosave", "user");
	RENUMBER("submission", "user");
	RENUMBER("review", "user");
	RENUMBER("media", "user");
	RENUMBER("audit", "user");
	return (e);
}

static enum err
units_renumber(struct db *copy, struct db *hub, const struct json *units,
    struct fault *f)
{
	enum err e = db_run(copy, f, "UPDATE \"column\" SET unit = -unit"
	    " WHERE unit > 0");

	json_each(u, units) {
		int64_t id = 0;

		if (e == ERR_OK)
			e = unit_id(hub, json_get_text(u, "code", ""), &id, f);
		if (e == ERR_OK && id > 0)
			e = db_run(copy, f, "UPDATE \"column\" SET unit = :id"
			    " WHERE unit = :old", DB_INT(":id", id),
			    DB_INT(":old", -json_get_int(u, "id", 0)));
	}
	if (e == ERR_OK)
		e = db_run(copy, f, "UPDATE \"column\" SET unit = NULL"
		    " WHERE unit < 0");
	return (e);
}

enum err
people_read(struct db *copy, struct db *hub,
    const struct json *manifest, int64_t *strangers, struct fault *f)
{
	enum err e;

	e = users_map(copy, hub, json_get(manifest, "users"), strangers, f);
	if (e == ERR_OK)
		e = db_begin(copy, f);
	if (e != ERR_OK)
		return (e);
	/* Revisions and audit are never changed, but for this. */
	db_triggers(copy, false);
	e = users_renumber(copy, f);
	if (e == ERR_OK)
		e = units_renumber(copy, hub, json_get(manifest, "units"), f);
	if (e == ERR_OK)
		e = db_commit(copy, f);
	db_rollback(copy);
	db_triggers(copy, true);
	return (e);
}
