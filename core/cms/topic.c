/* Special topics: see topic.h. */
#include "cms/topic.h"

#include <string.h>

#include "cms/column.h"

const char *
topic_url(struct arena *a, const char *column_path, const char *name)
{
	return (arena_printf(a, "/%s/%s/", column_path, name));
}

/* Another topic of the column, or a column below it, at the same address. */
static enum err
topic_alone(struct call *c, int64_t id, int64_t column, const char *name)
{
	int64_t others = 0;
	enum err e = db_value(c->site->db, &others, c->fault,
	    "SELECT (SELECT count(*) FROM live WHERE \"column\" = :column"
	    " AND type = '" TOPIC_TYPE "' AND entry <> :id"
	    " AND content ->> '$.name' = :name) + (SELECT count(*)"
	    " FROM \"column\" WHERE parent = :column AND slug = :name)",
	    DB_INT(":column", column), DB_INT(":id", id),
	    DB_TEXT(":name", name));

	if (e == ERR_OK && others != 0)
		e = fault_set(c->fault, ERR_CONFLICT, "topic.taken", "name",
		    "%s", name);
	return (e);
}

/* Every part names a column that there is. */
static enum err
topic_parts(struct call *c, const struct json *content)
{
	struct column found;
	const char *path;
	int n = 0;
	enum err e = ERR_OK;

	json_each(part, json_get(content, "parts")) {
		n++;
		path = json_get_text(part, "from", "");
		if (e == ERR_OK && path[0] != '\0')
			e = column_named(c, path, arena_printf(c->arena,
			    "parts.%d.from", n), &found);
	}
	return (e);
}

enum err
topic_check(struct call *c, const struct entry *entry,
    const struct revision *r)
{
	struct revision newest;
	enum err e = ERR_OK;

	if (strcmp(entry->type, TOPIC_TYPE) != 0)
		return (ERR_OK);
	if (r == NULL) {
		e = revision_load(c, entry->id, entry->revision, &newest);
		r = &newest;
	}
	if (e == ERR_OK)
		e = topic_alone(c, entry->id, r->column,
		    json_get_text(r->content, "name", ""));
	return (e == ERR_OK ? topic_parts(c, r->content) : e);
}

enum err
topic_find(struct site *site, struct arena *a, const char *path, int64_t *id,
    struct fault *f)
{
	const char *slash = strrchr(path, '/'), *above;
	enum err e;

	*id = 0;
	if (slash == NULL)
		return (fault_set(f, ERR_NOT_FOUND, "column.unknown",
		    "column", "%s", path));
	above = arena_copy(a, path, (size_t)(slash - path));
	e = db_value(site->db, id, f, "SELECT l.entry FROM \"column\" k"
	    " JOIN live l ON l.\"column\" = k.id WHERE k.path = :path"
	    " AND l.type = '" TOPIC_TYPE "' AND l.content ->> '$.name' = :name"
	    " LIMIT 1", DB_TEXT(":path", above), DB_TEXT(":name", slash + 1));
	if (e == ERR_OK && *id == 0)
		e = db_value(site->db, id, f, "SELECT t.entry FROM \"column\" k"
		    " JOIN tombstone t ON t.\"column\" = k.id"
		    " AND t.name = :name AND t.name <> ''"
		    " WHERE k.path = :path ORDER BY t.withdrawn_at DESC LIMIT 1",
		    DB_TEXT(":path", above), DB_TEXT(":name", slash + 1));
	return (e == ERR_OK && *id == 0 ? fault_set(f, ERR_NOT_FOUND,
	    "column.unknown", "column", "%s", path) : e);
}
