/*
 * The tree of columns, read; column_change.c changes it.
 */
#include <string.h>

#include "cms/act.h"
#include "cms/column.h"
#include "cms/permission.h"
#include "cms/workflow.h"

/* First parts of paths that routes of core and its plugins use. */
static const char *const RESERVED[] = {
	"desk", "api", "lang", "media", "search", "static", "assets", "healthz",
	"theme", "themes", "plugin", "plugins", "login", "feed", "sitemap",
	"robots", "favicon", "ledger", "picture", "zh-hant", "qr", "tags",
	NULL
};

#define COLUMN_SQL \
	"SELECT id, coalesce(parent, 0) AS parent, path, title, type," \
	" description, keywords, coalesce(unit, 0) AS unit," \
	" coalesce(freshness_days, 0) AS freshness_days, position, in_menu" \
	" FROM \"column\" "

static bool
slug_valid(const char *p, size_t n)
{
	return (n >= 1 && n <= 40 && p[0] != '-' && p[n - 1] != '-' &&
	    strspn(p, "abcdefghijklmnopqrstuvwxyz0123456789-") >= n);
}

bool
column_path_valid(const char *path)
{
	size_t n, depth = 0, i;

	if (strlen(path) > COLUMN_PATH_MAX)
		return (false);
	n = strcspn(path, "/");
	for (i = 0; RESERVED[i] != NULL; i++)
		if (strlen(RESERVED[i]) == n &&
		    strncmp(path, RESERVED[i], n) == 0)
			return (false);
	for (;;) {
		n = strcspn(path, "/");
		if (!slug_valid(path, n) || ++depth > COLUMN_DEPTH_MAX)
			return (false);
		if (path[n] == '\0')
			return (true);
		path += n + 1;
	}
}

static void
column_fill(struct column *out, const struct json *row)
{
	out->id = json_get_int(row, "id", 0);
	out->parent = json_get_int(row, "parent", 0);
	out->path = json_get_text(row, "path", "");
	out->title = json_get_text(row, "title", "");
	out->type = json_get_text(row, "type", "");
	out->description = json_get_text(row, "description", "");
	out->keywords = json_get_text(row, "keywords", "");
	out->unit = json_get_int(row, "unit", 0);
	out->freshness_days = json_get_int(row, "freshness_days", 0);
	out->position = json_get_int(row, "position", 0);
	out->in_menu = json_get_int(row, "in_menu", 0) != 0;
}

static enum err
column_found(enum err e, const struct json *row, struct column *out,
    const char *what, struct fault *f)
{
	if (e != ERR_OK)
		return (e);
	if (row == NULL)
		return (fault_set(f, ERR_NOT_FOUND, "column.unknown",
		    "column", "%s", what));
	column_fill(out, row);
	return (ERR_OK);
}

enum err
column_by_path(struct site *site, struct arena *a, const char *path,
    struct column *out, struct fault *f)
{
	struct json *row = NULL;
	enum err e = db_one(site->db, a, &row, f,
	    COLUMN_SQL "WHERE path = :path", DB_TEXT(":path", path));

	return (column_found(e, row, out, path, f));
}

enum err
column_named(struct call *c, const char *path, const char *field,
    struct column *out)
{
	enum err e = column_by_path(c->site, c->arena, path, out, c->fault);

	return (e != ERR_NOT_FOUND ? e : fault_set(c->fault, ERR_INPUT,
	    "column.unknown", field, "%s", path));
}

enum err
column_by_id(struct site *site, struct arena *a, int64_t id,
    struct column *out, struct fault *f)
{
	struct json *row = NULL;
	enum err e = db_one(site->db, a, &row, f,
	    COLUMN_SQL "WHERE id = :id", DB_INT(":id", id));

	return (column_found(e, row, out, "", f));
}

struct json *
column_json(struct arena *a, const struct column *col)
{
	struct json *o = json_object(a);

	json_put_int(a, o, "id", col->id);
	json_put_text(a, o, "path", col->path);
	json_put_text(a, o, "title", col->title);
	json_put_text(a, o, "type", col->type);
	json_put_text(a, o, "description", col->description);
	json_put_text(a, o, "keywords", col->keywords);
	json_put_int(a, o, "position", col->position);
	json_put_bool(a, o, "in_menu", col->in_menu);
	json_put(o, "unit", col->unit != 0 ? json_int(a, col->unit) :
	    json_null(a));
	json_put(o, "freshness_days", col->freshness_days != 0 ?
	    json_int(a, col->freshness_days) : json_null(a));
	return (o);
}

/* ---- reading ---- */

/* Puts what the actor may do in the column; the desk shows no more. */
static void
put_allowed(struct call *c, struct json *o, int64_t column)
{
	static const char *const ACTS[] = { "entry.create", "column.update",
	    "column.move", "column.delete", "column.create",
	    "workflow.define" };
	struct target t = { .site = c->site, .column = column };
	struct json *allowed = json_put(o, "allowed", json_array(c->arena));

	for (size_t i = 0; i < sizeof(ACTS) / sizeof(ACTS[0]); i++)
		if (permission_allows(c, ACTS[i], &t))
			json_add(allowed, json_string(c->arena, ACTS[i]));
}

static void
tree_add(struct call *c, struct json *into, const struct json *rows,
    const struct json *flows, int64_t parent)
{
	struct column col;
	struct json *o, *children;

	json_each(row, rows) {
		if (json_get_int(row, "parent", 0) != parent)
			continue;
		column_fill(&col, row);
		o = json_add(into, column_json(c->arena, &col));
		put_allowed(c, o, col.id);
		json_put_bool(c->arena, o, "workflow", false);
		json_each(flow, flows)
			if (json_get_int(flow, "column", 0) == col.id)
				json_put_bool(c->arena, o, "workflow", true);
		children = json_put(o, "children", json_array(c->arena));
		tree_add(c, children, rows, flows, col.id);
	}
}

/* The tree is public on the portal; staff who may do anything see it. */
enum err
column_list(struct call *c, const struct json *in, struct json **out)
{
	struct json *rows, *flows;
	enum err e;

	if ((e = permission_check(c, "column.list", NULL)) != ERR_OK)
		return (e);
	e = db_all(c->site->db, c->arena, &rows, c->fault,
	    COLUMN_SQL "ORDER BY parent, position, id");
	if (e == ERR_OK)
		e = db_all(c->site->db, c->arena, &flows, c->fault,
		    "SELECT w.\"column\" FROM workflow w"
		    " WHERE w.\"column\" IS NOT NULL AND "
		    WORKFLOW_IN_FORCE);
	if (e != ERR_OK)
		return (e);
	*out = json_object(c->arena);
	tree_add(c, json_put(*out, "columns", json_array(c->arena)), rows,
	    flows, 0);
	return (ERR_OK);
}

enum err
column_read(struct call *c, const struct json *in, struct json **out)
{
	struct column col = { .id = 0 };
	enum err e;

	if ((e = permission_check(c, "column.read", NULL)) != ERR_OK)
		return (e);
	e = column_by_path(c->site, c->arena, json_get_text(in, "path", ""),
	    &col, c->fault);
	if (e != ERR_OK)
		return (e);
	*out = column_json(c->arena, &col);
	put_allowed(c, *out, col.id);
	return (ERR_OK);
}
