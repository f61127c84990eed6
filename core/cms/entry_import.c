/*
 * An entry that was in another system before (files are read by import.c): a
 * draft like any other, and beside it which item of which kind of file it was
 * and where visitors found it.  One transaction: who imports a file again, or
 * goes on after a break, makes no entry twice.
 */
#include "base/time.h"
#include "cms/column.h"
#include "cms/entry.h"
#include "cms/entry_acts.h"
#include "cms/import.h"
#include "cms/transact.h"

enum err
import_known(struct site *site, const char *kind, const char *item,
    int64_t *id, struct fault *f)
{
	*id = 0;
	return (db_value(site->db, id, f,
	    "SELECT entry FROM import WHERE kind = :kind AND item = :item",
	    DB_TEXT(":kind", kind), DB_TEXT(":item", item)));
}

static enum err
note(struct call *c, const struct json *in, int64_t id)
{
	const char *path = json_get_text(in, "path", "");
	enum err e = db_run(c->site->db, c->fault,
	    "INSERT INTO import (kind, item, entry, at)"
	    " VALUES (:kind, :item, :entry, :now)",
	    DB_TEXT(":kind", json_get_text(in, "kind", "")),
	    DB_TEXT(":item", json_get_text(in, "item", "")),
	    DB_INT(":entry", id), DB_INT(":now", time_now()));

	/* Of two entries that were at one address the first keeps it. */
	if (e == ERR_OK && path[0] == '/' && path[1] != '\0')
		e = db_run(c->site->db, c->fault,
		    "INSERT OR IGNORE INTO entry_former (path, entry)"
		    " VALUES (:path, :entry)", DB_TEXT(":path", path),
		    DB_INT(":entry", id));
	return (e);
}

static enum err
import_in(struct call *c, const struct json *in, struct json **out)
{
	struct entry e;
	int64_t id;
	enum err err = import_known(c->site, json_get_text(in, "kind", ""),
	    json_get_text(in, "item", ""), &id, c->fault);

	if (err != ERR_OK)
		return (err);
	if (id != 0) {
		*out = json_object(c->arena);
		json_put_int(c->arena, *out, "id", id);
		json_put_bool(c->arena, *out, "already", true);
		return (ERR_OK);
	}
	err = entry_create_in(c, json_get(in, "entry"), out);
	id = json_get_int(*out, "id", 0);
	if (err == ERR_OK)
		err = note(c, in, id);
	if (err == ERR_OK)
		err = entry_load(c, id, &e);
	return (err == ERR_OK ? entry_audit(c, &e, "entry.import",
	    json_get_text(in, "kind", "")) : err);
}

enum err
entry_import(struct call *c, const struct json *in, struct json **out)
{
	const struct json *entry = json_get(in, "entry");
	enum err e = entry_create_ask(c, entry, out);

	if (e != ERR_OK)
		return (e);
	return (json_get_bool(in, "trial", false) ?
	    entry_create_check(c, entry) : transact(c, import_in, in, out));
}

enum err
import_begin(struct import *m)
{
	struct target t = { .site = m->c->site, .owner = m->c->actor->user };
	struct column column;
	enum err e;

	m->c->arena = m->arena;
	m->taken = json_object(m->arena);
	m->missing = json_object(m->arena);
	e = column_by_path(m->c->site, m->arena, m->column, &column,
	    m->c->fault);
	if (e != ERR_OK)
		return (e);
	t.column = column.id;
	if ((e = permission_check(m->c, "entry.create", &t)) != ERR_OK)
		return (e);
	m->type = type_of_site(m->c->site, column.type);
	if (m->type == NULL)
		return (fault_set(m->c->fault, ERR_INPUT, "type.unknown",
		    "type", "%s", column.type));
	return (ERR_OK);
}
