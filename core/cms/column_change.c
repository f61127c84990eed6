/*
 * Changes of the tree of columns.  `path` is kept in each row, for a look-up
 * by URL; a move rewrites the paths of all columns below.
 */
#include <string.h>

#include "base/time.h"
#include "cms/audit.h"
#include "cms/column.h"
#include "cms/permission.h"
#include "cms/plugin.h"
#include "cms/transact.h"
#include "cms/type.h"
#include "cms/unit.h"

/* The path of the column above, "" at the top. */
static const char *
path_above(struct call *c, const char *path)
{
	const char *slash = strrchr(path, '/');

	return (slash == NULL ? "" :
	    arena_copy(c->arena, path, (size_t)(slash - path)));
}

/* The column above `path`; 0 and ERR_OK at the top. */
static enum err
parent_of(struct call *c, const char *path, int64_t *parent)
{
	const char *above = path_above(c, path);
	struct column col;
	enum err e;

	*parent = 0;
	if (above[0] == '\0')
		return (ERR_OK);
	e = column_by_path(c->site, c->arena, above, &col, c->fault);
	if (e == ERR_OK)
		*parent = col.id;
	else if (e == ERR_NOT_FOUND)
		e = fault_set(c->fault, ERR_INPUT, "column.no_parent", "path",
		    "%s", above);
	return (e);
}

static enum err
type_known(struct call *c, const char *type)
{
	if (type_of_site(c->site, type) == NULL)
		return (fault_set(c->fault, ERR_INPUT, "type.unknown", "type",
		    "%s", type));
	return (ERR_OK);
}

static enum err
path_free(struct call *c, const char *path, const char *field)
{
	int64_t taken = 0;
	enum err e = db_value(c->site->db, &taken, c->fault,
	    "SELECT id FROM \"column\" WHERE path = :path",
	    DB_TEXT(":path", path));

	if (e == ERR_OK && taken != 0)
		e = fault_set(c->fault, ERR_CONFLICT, "column.taken", field,
		    "%s", path);
	return (e == ERR_OK ? plugin_leaves(c, path, field) : e);
}

static enum err
column_audit(struct call *c, const char *act, const struct column *col,
    const char *detail)
{
	return (audit_write(c, act,
	    arena_printf(c->arena, "column %s", col->path), "done",
	    detail));
}

static struct db_arg
arg_positive(const char *name, int64_t v)
{
	return (v > 0 ? DB_INT(name, v) : DB_NULL(name));
}

static enum err
create_in(struct call *c, const struct json *in, struct json **out)
{
	const char *path = json_get_text(in, "path", "");
	const char *type = json_get_text(in, "type", "article");
	const char *slash = strrchr(path, '/');
	struct target t = { .site = c->site };
	struct column col;
	enum err e;

	if (!column_path_valid(path))
		return (fault_set(c->fault, ERR_INPUT, "column.path", "path",
		    "%s", path));
	if ((e = parent_of(c, path, &t.column)) != ERR_OK ||
	    (e = permission_check(c, "column.create", &t)) != ERR_OK ||
	    (e = type_known(c, type)) != ERR_OK ||
	    (e = unit_check(c, json_get_int(in, "unit", 0))) != ERR_OK ||
	    (e = path_free(c, path, "path")) != ERR_OK)
		return (e);
	e = db_run(c->site->db, c->fault,
	    "INSERT INTO \"column\" (parent, slug, path, title, description,"
	    " keywords, type, unit, freshness_days, position, in_menu,"
	    " created_at) VALUES (:parent, :slug, :path, :title,"
	    " :description, :keywords, :type, :unit, :days,"
	    " coalesce(:position, (SELECT coalesce(max(position), 0) + 1"
	    " FROM \"column\" WHERE parent IS :parent)), :menu, :now)",
	    arg_positive(":parent", t.column),
	    DB_TEXT(":slug", slash != NULL ? slash + 1 : path),
	    DB_TEXT(":path", path),
	    DB_TEXT(":title", json_get_text(in, "title", "")),
	    DB_TEXT(":description", json_get_text(in, "description", "")),
	    DB_TEXT(":keywords", json_get_text(in, "keywords", "")),
	    DB_TEXT(":type", type),
	    arg_positive(":unit", json_get_int(in, "unit", 0)),
	    arg_positive(":days", json_get_int(in, "freshness_days", 0)),
	    arg_positive(":position", json_get_int(in, "position", 0)),
	    DB_INT(":menu", json_get_bool(in, "in_menu", true)),
	    DB_INT(":now", time_now()));
	if (e == ERR_OK)
		e = column_by_path(c->site, c->arena, path, &col, c->fault);
	if (e == ERR_OK)
		e = column_audit(c, "column.create", &col, path);
	if (e != ERR_OK)
		return (e);
	c->site->live_changed = true;
	*out = column_json(c->arena, &col);
	return (ERR_OK);
}

/* The column that an act names, if the actor may do the act to it. */
static enum err
column_for(struct call *c, const char *act, const char *path,
    struct column *col)
{
	struct target t = { .site = c->site };
	enum err e = column_by_path(c->site, c->arena, path, col, c->fault);

	if (e != ERR_OK)
		return (e);
	t.column = col->id;
	return (permission_check(c, act, &t));
}

static enum err
update_in(struct call *c, const struct json *in, struct json **out)
{
	struct column col;
	enum err e;

	e = column_for(c, "column.update", json_get_text(in, "path", ""),
	    &col);
	if (e == ERR_OK && json_get(in, "type") != NULL)
		e = type_known(c, json_get_text(in, "type", ""));
	if (e == ERR_OK)
		e = unit_check(c, json_get_int(in, "unit", 0));
	if (e != ERR_OK)
		return (e);
	if (json_get(in, "unit") != NULL)
		col.unit = json_get_int(in, "unit", 0);
	if (json_get(in, "freshness_days") != NULL)
		col.freshness_days = json_get_int(in, "freshness_days", 0);
	e = db_run(c->site->db, c->fault,
	    "UPDATE \"column\" SET title = :title, type = :type,"
	    " description = :description, keywords = :keywords,"
	    " unit = :unit, freshness_days = :days, in_menu = :menu"
	    " WHERE id = :id", DB_INT(":id", col.id),
	    DB_TEXT(":title", json_get_text(in, "title", col.title)),
	    DB_TEXT(":type", json_get_text(in, "type", col.type)),
	    DB_TEXT(":description",
		json_get_text(in, "description", col.description)),
	    DB_TEXT(":keywords", json_get_text(in, "keywords", col.keywords)),
	    arg_positive(":unit", col.unit),
	    arg_positive(":days", col.freshness_days),
	    DB_INT(":menu", json_get_bool(in, "in_menu", col.in_menu)));
	if (e == ERR_OK)
		e = column_audit(c, "column.update", &col, col.path);
	if (e == ERR_OK)
		e = column_by_id(c->site, c->arena, col.id, &col, c->fault);
	if (e != ERR_OK)
		return (e);
	c->site->live_changed = true;
	*out = column_json(c->arena, &col);
	return (ERR_OK);
}

/* Where a move goes: the new parent (0: top) and the new path. */
static enum err
move_to(struct call *c, const struct column *col, const char *parent,
    int64_t *parent_id, const char **path)
{
	const char *slug = strrchr(col->path, '/');
	struct target t = { .site = c->site };
	struct column above;
	size_t n = strlen(col->path);
	enum err e;

	slug = slug != NULL ? slug + 1 : col->path;
	*parent_id = 0;
	*path = slug;
	if (parent[0] != '\0') {
		e = column_by_path(c->site, c->arena, parent, &above,
		    c->fault);
		if (e != ERR_OK)
			return (e);
		if (strncmp(above.path, col->path, n) == 0 &&
		    (above.path[n] == '\0' || above.path[n] == '/'))
			return (fault_set(c->fault, ERR_INPUT, "column.inside",
			    "parent", "%s", parent));
		*parent_id = t.column = above.id;
		*path = arena_printf(c->arena, "%s/%s", above.path, slug);
	}
	if (!column_path_valid(*path))
		return (fault_set(c->fault, ERR_INPUT, "column.path",
		    "parent", "%s", *path));
	if ((e = permission_check(c, "column.create", &t)) != ERR_OK)
		return (e);
	return (strcmp(*path, col->path) == 0 ? ERR_OK :
	    path_free(c, *path, "parent"));
}

/* No path below may get deeper or longer than a new column's could be. */
static enum err
move_fits(struct call *c, const struct column *col, const char *path)
{
	struct json *rows;
	const char *p;
	enum err e;

	e = db_all(c->site->db, c->arena, &rows, c->fault,
	    "SELECT path FROM \"column\""
	    " WHERE path > :path || '/' AND path < :path || '0'",
	    DB_TEXT(":path", col->path));
	if (e != ERR_OK)
		return (e);
	json_each(row, rows) {
		p = arena_printf(c->arena, "%s%s", path,
		    json_get_text(row, "path", "") + strlen(col->path));
		if (!column_path_valid(p))
			return (fault_set(c->fault, ERR_INPUT, "column.path",
			    "parent", "%s", p));
	}
	return (ERR_OK);
}

/* What is live below a column that moved is listed in other columns above. */
static enum err
move_places(struct call *c, const char *path)
{
	enum err e = db_run(c->site->db, c->fault,
	    "DELETE FROM place WHERE entry IN (SELECT l.entry FROM live l"
	    " JOIN \"column\" k ON k.id = l.\"column\" WHERE k.path = :path"
	    " OR (k.path > :path || '/' AND k.path < :path || '0'))",
	    DB_TEXT(":path", path));

	if (e != ERR_OK)
		return (e);
	return (db_run(c->site->db, c->fault,
	    "INSERT INTO place (\"column\", published_at, entry, cover)"
	    " SELECT a.id, l.published_at, l.entry, l.cover IS NOT NULL"
	    " FROM live l JOIN \"column\" k ON k.id = l.\"column\""
	    " JOIN \"column\" a ON k.path = a.path OR"
	    " substr(k.path, 1, length(a.path) + 1) = a.path || '/'"
	    " WHERE k.path = :path OR (k.path > :path || '/' AND"
	    " k.path < :path || '0')", DB_TEXT(":path", path)));
}

static enum err
move_in(struct call *c, const struct json *in, struct json **out)
{
	struct column col;
	const char *path, *old;
	int64_t parent;
	enum err e;

	e = column_for(c, "column.move", json_get_text(in, "path", ""), &col);
	if (e == ERR_OK)
		e = move_to(c, &col, json_get(in, "parent") == NULL ?
		    path_above(c, col.path) :
		    json_get_text(in, "parent", ""), &parent, &path);
	if (e == ERR_OK)
		e = move_fits(c, &col, path);
	if (e != ERR_OK)
		return (e);
	old = col.path;
	/* Paths below begin with old + "/"; '0' is the byte behind '/'. */
	e = db_run(c->site->db, c->fault,
	    "UPDATE \"column\" SET path = :new ||"
	    " substr(path, length(:old) + 1)"
	    " WHERE path = :old OR (path > :old || '/' AND"
	    " path < :old || '0')",
	    DB_TEXT(":new", path), DB_TEXT(":old", old));
	if (e == ERR_OK)
		e = db_run(c->site->db, c->fault,
		    "UPDATE \"column\" SET parent = :parent,"
		    " position = coalesce(:position, position)"
		    " WHERE id = :id", DB_INT(":id", col.id),
		    arg_positive(":parent", parent),
		    arg_positive(":position",
			json_get_int(in, "position", 0)));
	if (e == ERR_OK)
		e = move_places(c, path);
	if (e == ERR_OK)
		e = column_by_id(c->site, c->arena, col.id, &col, c->fault);
	if (e == ERR_OK)
		e = column_audit(c, "column.move", &col,
		    arena_printf(c->arena, "%s -> %s", old, path));
	if (e != ERR_OK)
		return (e);
	c->site->live_changed = true;
	*out = column_json(c->arena, &col);
	return (ERR_OK);
}

/* Only an empty column goes: what was said in one keeps its place. */
static enum err
delete_in(struct call *c, const struct json *in, struct json **out)
{
	struct column col;
	int64_t used = 0;
	enum err e;

	e = column_for(c, "column.delete", json_get_text(in, "path", ""),
	    &col);
	if (e == ERR_OK)
		e = db_value(c->site->db, &used, c->fault,
		    "SELECT EXISTS (SELECT 1 FROM \"column\""
		    " WHERE parent = :id)"
		    " OR EXISTS (SELECT 1 FROM entry WHERE \"column\" = :id)"
		    " OR EXISTS (SELECT 1 FROM live WHERE \"column\" = :id)"
		    " OR EXISTS (SELECT 1 FROM submission s JOIN workflow w"
		    " ON w.id = s.workflow WHERE w.\"column\" = :id)",
		    DB_INT(":id", col.id));
	if (e == ERR_OK && used != 0)
		e = fault_set(c->fault, ERR_CONFLICT, "column.used", "path",
		    "%s", col.path);
	if (e == ERR_OK)
		e = db_run(c->site->db, c->fault,
		    "DELETE FROM workflow WHERE \"column\" = :id",
		    DB_INT(":id", col.id));
	if (e == ERR_OK)
		e = db_run(c->site->db, c->fault,
		    "DELETE FROM \"column\" WHERE id = :id",
		    DB_INT(":id", col.id));
	if (e == ERR_OK)
		e = column_audit(c, "column.delete", &col, col.path);
	if (e != ERR_OK)
		return (e);
	c->site->live_changed = true;
	*out = column_json(c->arena, &col);
	return (ERR_OK);
}

enum err
column_create(struct call *c, const struct json *in, struct json **out)
{
	return (transact(c, create_in, in, out));
}

enum err
column_update(struct call *c, const struct json *in, struct json **out)
{
	return (transact(c, update_in, in, out));
}

enum err
column_move(struct call *c, const struct json *in, struct json **out)
{
	return (transact(c, move_in, in, out));
}

enum err
column_delete(struct call *c, const struct json *in, struct json **out)
{
	return (transact(c, delete_in, in, out));
}
