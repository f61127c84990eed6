/* Demo entries that change later, and what plugins make: see demo.h. */
#include <string.h>

#include "cli/demo.h"
#include "cms/column.h"
#include "script/script.h"

struct changing {
	int64_t		id, revision, author;
	struct target	target;
};

static enum err
changing_find(struct demo *d, const struct json *entry, struct changing *c)
{
	struct call *call = &d->call;
	const char *title = json_get_text(entry, "change_of", "");
	struct column column;
	struct json *row;
	enum err e;

	e = column_by_path(call->site, call->arena,
	    json_get_text(entry, "column", ""), &column, call->fault);
	if (e == ERR_OK)
		e = db_one(call->site->db, call->arena, &row, call->fault,
		    "SELECT id, revision, author FROM entry WHERE"
		    " title = :title AND \"column\" = :column",
		    DB_TEXT(":title", title), DB_INT(":column", column.id));
	if (e != ERR_OK)
		return (e);
	if (row == NULL)
		return (fault_set(call->fault, ERR_NOT_FOUND, "entry.unknown",
		    NULL, "%s", title));
	c->id = json_get_int(row, "id", 0);
	c->revision = json_get_int(row, "revision", 0);
	c->author = json_get_int(row, "author", 0);
	c->target = (struct target){ .site = call->site,
		.column = column.id, .owner = c->author };
	return (ERR_OK);
}

enum err
demo_change(struct demo *d, const struct json *entry)
{
	struct arena *a = d->call.arena;
	struct changing c = { .id = 0 };
	const struct actor *author;
	struct json *in, *fields, *out;
	enum err e;

	if ((e = changing_find(d, entry, &c)) != ERR_OK)
		return (e);
	if ((author = demo_person(d, "entry.save", &c.target)) == NULL)
		return (demo_nobody(d, "entry.save", entry));
	if ((e = demo_input(d, author, entry, &fields)) != ERR_OK)
		return (e);
	in = json_object(a);
	json_put_int(a, in, "id", c.id);
	json_put_int(a, in, "base_revision", c.revision);
	json_each(v, fields)
		if (strcmp(v->name, "change_of") != 0)
			json_put(in, v->name, json_copy(a, v));
	if ((e = demo_act(d, author, "entry.save", in, &out)) != ERR_OK)
		return (e);
	/* Of a demo that was made before: it says so already. */
	if (strcmp(json_get_text(out, "state", ""), "published") == 0)
		return (ERR_OK);
	return (demo_review(d, entry, author, c.id,
	    json_get_text(out, "hash", ""), c.target));
}

enum err
demo_command(struct demo *d, const struct json *entry)
{
	struct call c = d->call;
	struct json *out;

	return (script_command(d->script, &c, json_get_text(entry, "plugin",
	    ""), json_get_text(entry, "command", ""), json_get(entry, "input"),
	    &out, c.fault));
}
