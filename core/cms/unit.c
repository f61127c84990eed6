/* Units: see unit.h. */
#include "cms/unit.h"

#include <ctype.h>
#include <string.h>

#include "cms/act.h"
#include "cms/audit.h"
#include "cms/permission.h"

#define CODE_MAX 40
#define NAME_MAX_CHARS 80
#define DEPTH_MAX 20

enum err
unit_id(struct db *hub, const char *code, int64_t *id, struct fault *f)
{
	*id = 0;
	return (db_value(hub, id, f, "SELECT id FROM unit WHERE code = :code",
	    DB_TEXT(":code", code)));
}

enum err
unit_check(struct call *c, int64_t unit)
{
	int64_t found = 0;
	enum err e;

	if (unit == 0)
		return (ERR_OK);
	e = db_value(cms_hub(c->cms), &found, c->fault,
	    "SELECT id FROM unit WHERE id = :id", DB_INT(":id", unit));
	if (e == ERR_OK && found == 0)
		e = fault_set(c->fault, ERR_INPUT, "unit.unknown", "unit",
		    "%lld", (long long)unit);
	return (e);
}

enum err
unit_named(struct call *c, const char *name, const char *field)
{
	int64_t found = 0;
	enum err e;

	if (name[0] == '\0')
		return (ERR_OK);
	e = db_value(cms_hub(c->cms), &found, c->fault,
	    "SELECT id FROM unit WHERE name = :name", DB_TEXT(":name", name));
	if (e == ERR_OK && found == 0)
		e = fault_set(c->fault, ERR_INPUT, "unit.unknown", field, "%s",
		    name);
	return (e);
}

static enum err
unit_list(struct call *c, const struct json *in, struct json **out)
{
	struct json *rows;
	enum err e;

	(void)in;
	e = permission_check(c, "unit.list", NULL);
	if (e == ERR_OK)
		e = db_all(cms_hub(c->cms), c->arena, &rows, c->fault,
		    "SELECT id, parent, code, name, path FROM unit"
		    " ORDER BY path");
	if (e != ERR_OK)
		return (e);
	*out = json_object(c->arena);
	json_put(*out, "units", rows);
	return (ERR_OK);
}

static bool
code_valid(const char *code)
{
	size_t i;

	for (i = 0; code[i] != '\0'; i++)
		if (!isalnum((unsigned char)code[i]) &&
		    strchr("-.", code[i]) == NULL)
			return (false);
	return (i > 0 && i <= CODE_MAX);
}

/* The code must be well formed and nobody else's. */
static enum err
code_check(struct call *c, const char *code, int64_t id)
{
	int64_t other;
	enum err e;

	if (!code_valid(code))
		return (fault_set(c->fault, ERR_INPUT, "unit.code", "code",
		    "%d", CODE_MAX));
	e = unit_id(cms_hub(c->cms), code, &other, c->fault);
	if (e == ERR_OK && other != 0 && other != id)
		e = fault_set(c->fault, ERR_CONFLICT, "unit.exists", "code",
		    "%s", code);
	return (e);
}

/* The path of a unit, "/" for none. */
static enum err
unit_path(struct call *c, int64_t id, const char *field, const char **path)
{
	struct json *row;
	enum err e;

	*path = "/";
	if (id == 0)
		return (ERR_OK);
	e = db_one(cms_hub(c->cms), c->arena, &row, c->fault,
	    "SELECT path FROM unit WHERE id = :id", DB_INT(":id", id));
	if (e != ERR_OK)
		return (e);
	if (row == NULL)
		return (fault_set(c->fault, ERR_NOT_FOUND, "unit.unknown",
		    field, "%lld", (long long)id));
	*path = json_get_text(row, "path", "/");
	return (ERR_OK);
}

static enum err
depth_check(struct call *c, const char *path)
{
	int depth = 0;

	for (; *path != '\0'; path++)
		depth += *path == '/';
	if (depth > DEPTH_MAX)
		return (fault_set(c->fault, ERR_INPUT, "unit.deep", "parent",
		    "%d", DEPTH_MAX));
	return (ERR_OK);
}

static enum err
unit_insert(struct call *c, const struct json *in, int64_t *id)
{
	struct db *hub = cms_hub(c->cms);
	int64_t parent = json_get_int(in, "parent", 0);
	const char *path;
	enum err e;

	e = unit_path(c, parent, "parent", &path);
	if (e == ERR_OK)
		e = depth_check(c, path);
	if (e == ERR_OK)
		e = code_check(c, json_get_text(in, "code", ""), 0);
	if (e == ERR_OK)
		e = db_run(hub, c->fault,
		    "INSERT INTO unit (parent, code, name, path) VALUES"
		    " (nullif(:parent, 0), :code, :name, :code)",
		    DB_INT(":parent", parent),
		    DB_TEXT(":code", json_get_text(in, "code", "")),
		    DB_TEXT(":name", json_get_text(in, "name", "")));
	if (e != ERR_OK)
		return (e);
	*id = db_last_id(hub);
	return (db_run(hub, c->fault,
	    "UPDATE unit SET path = :path || id || '/' WHERE id = :id",
	    DB_TEXT(":path", path), DB_INT(":id", *id)));
}

/* {code, name, parent?} → {id} */
static enum err
unit_create(struct call *c, const struct json *in, struct json **out)
{
	int64_t id = 0;
	enum err e;

	e = permission_check(c, "unit.create", NULL);
	if (e == ERR_OK)
		e = db_begin(cms_hub(c->cms), c->fault);
	if (e == ERR_OK)
		e = unit_insert(c, in, &id);
	if (e == ERR_OK)
		e = audit_write(c, "unit.create", arena_printf(c->arena,
		    "unit %s", json_get_text(in, "code", "")), "done", NULL);
	if (e == ERR_OK)
		e = db_commit(cms_hub(c->cms), c->fault);
	if (e != ERR_OK)
		return (e);
	*out = json_object(c->arena);
	json_put_int(c->arena, *out, "id", id);
	return (ERR_OK);
}

/* Moves a unit with all below it: the paths begin anew. */
static enum err
unit_move(struct call *c, int64_t id, const char *from, int64_t parent)
{
	const char *under, *to;
	enum err e;

	e = unit_path(c, parent, "parent", &under);
	if (e != ERR_OK)
		return (e);
	if (strncmp(under, from, strlen(from)) == 0)
		return (fault_set(c->fault, ERR_CONFLICT, "unit.loop", "parent",
		    NULL));
	to = arena_printf(c->arena, "%s%lld/", under, (long long)id);
	e = depth_check(c, to);
	if (e == ERR_OK)
		e = db_run(cms_hub(c->cms), c->fault, "UPDATE unit SET"
		    " path = :to || substr(path, length(:from) + 1)"
		    " WHERE substr(path, 1, length(:from)) = :from",
		    DB_TEXT(":to", to), DB_TEXT(":from", from));
	if (e == ERR_OK)
		e = db_run(cms_hub(c->cms), c->fault, "UPDATE unit SET"
		    " parent = nullif(:parent, 0) WHERE id = :id",
		    DB_INT(":parent", parent), DB_INT(":id", id));
	return (e);
}

static enum err
unit_change(struct call *c, const struct json *in)
{
	int64_t id = json_get_int(in, "id", 0);
	const struct json *parent = json_get(in, "parent");
	const char *code = json_get_text(in, "code", NULL), *path;
	enum err e;

	e = unit_path(c, id, "id", &path);
	if (e == ERR_OK && id == 0)
		e = fault_set(c->fault, ERR_NOT_FOUND, "unit.unknown", "id",
		    "0");
	if (e == ERR_OK && code != NULL)
		e = code_check(c, code, id);
	if (e == ERR_OK)
		e = db_run(cms_hub(c->cms), c->fault, "UPDATE unit SET"
		    " code = coalesce(:code, code),"
		    " name = coalesce(:name, name) WHERE id = :id",
		    DB_TEXT(":code", code),
		    DB_TEXT(":name", json_get_text(in, "name", NULL)),
		    DB_INT(":id", id));
	if (e == ERR_OK && parent != NULL)
		e = unit_move(c, id, path, json_get_int(in, "parent", 0));
	return (e);
}

/* {id, code?, name?, parent? (null: a root)} */
static enum err
unit_update(struct call *c, const struct json *in, struct json **out)
{
	enum err e;

	(void)out;
	e = permission_check(c, "unit.update", NULL);
	if (e == ERR_OK)
		e = db_begin(cms_hub(c->cms), c->fault);
	if (e == ERR_OK)
		e = unit_change(c, in);
	if (e == ERR_OK)
		e = audit_write(c, "unit.update", arena_printf(c->arena,
		    "unit %lld", (long long)json_get_int(in, "id", 0)), "done",
		    NULL);
	if (e == ERR_OK)
		e = db_commit(cms_hub(c->cms), c->fault);
	return (e);
}

static const struct input create_inputs[] = {
	{ .name = "code", .kind = INPUT_LINE, .required = true,
	    .max = CODE_MAX },
	{ .name = "name", .kind = INPUT_LINE, .required = true,
	    .max = NAME_MAX_CHARS },
	{ .name = "parent", .kind = INPUT_INT },
	{ 0 }
};
static const struct input update_inputs[] = {
	{ .name = "id", .kind = INPUT_INT, .required = true },
	{ .name = "code", .kind = INPUT_LINE, .max = CODE_MAX },
	{ .name = "name", .kind = INPUT_LINE, .max = NAME_MAX_CHARS },
	{ .name = "parent", .kind = INPUT_INT, .null = true },
	{ 0 }
};

const struct act unit_acts[] = {
	{ "unit.list", unit_list, false, false, NULL },
	{ "unit.create", unit_create, false, true, create_inputs },
	{ "unit.update", unit_update, false, true, update_inputs },
	{ 0 }
};
