/*
 * Kept as typed, so that nothing is lost when a browser dies: it goes through
 * the type's checks only when it is saved.
 */
#include "base/buf.h"
#include "base/time.h"
#include "cms/act.h"
#include "cms/autosave.h"
#include "cms/content.h"
#include "cms/entry_acts.h"
#include "cms/transact.h"

enum err
autosave_load(struct call *c, int64_t entry, struct json **out)
{
	return (db_one(c->site->db, c->arena, out, c->fault,
	    "SELECT base_revision, content AS content_json, at FROM autosave"
	    " WHERE entry = :entry AND user = :user", DB_INT(":entry", entry),
	    DB_INT(":user", c->actor->user)));
}

enum err
autosave_drop(struct call *c, int64_t entry)
{
	return (db_run(c->site->db, c->fault,
	    "DELETE FROM autosave WHERE entry = :entry AND user = :user",
	    DB_INT(":entry", entry), DB_INT(":user", c->actor->user)));
}

/* The fields among the inputs. */
static enum err
typed_content(struct call *c, const struct entry *e, const struct json *in,
    struct json **out)
{
	const struct type *type = type_find(c->cms, e->type);
	const struct field *field;

	*out = json_object(c->arena);
	json_each(m, in) {
		if (content_reserved(m->name))
			continue;
		if (type == NULL ||
		    (field = type_field(type, m->name)) == NULL)
			return (fault_set(c->fault, ERR_INPUT, "input.unknown",
			    m->name, "%s", m->name));
		if (!content_typed(field, m))
			return (fault_set(c->fault, ERR_INPUT, "input.type",
			    m->name, "%s", field_kind_name(field->kind)));
		json_put(*out, m->name, json_copy(c->arena, m));
	}
	return (ERR_OK);
}

static enum err
autosave_write(struct call *c, int64_t entry, int64_t base,
    const struct json *content, int64_t now)
{
	struct buf text;
	enum err e;

	buf_init(&text);
	json_write(&text, content);
	if (text.length > AUTOSAVE_MAX)
		e = fault_set(c->fault, ERR_TOO_LARGE, "input.long", NULL,
		    "%d", AUTOSAVE_MAX);
	else
		e = db_run(c->site->db, c->fault,
		    "INSERT INTO autosave (entry, user, base_revision,"
		    " content, at) VALUES (:entry, :user, :base, :content,"
		    " :at) ON CONFLICT (entry, user) DO UPDATE SET"
		    " base_revision = excluded.base_revision,"
		    " content = excluded.content, at = excluded.at",
		    DB_INT(":entry", entry), DB_INT(":user", c->actor->user),
		    DB_INT(":base", base),
		    DB_TEXT(":content", buf_string(&text)),
		    DB_INT(":at", now));
	buf_cleanup(&text);
	return (e);
}

static enum err
autosave_in(struct call *c, const struct json *in, struct json **out)
{
	int64_t now = time_now();
	struct entry e;
	struct json *content;
	enum err err;

	if ((err = entry_for(c, "entry.save", in, &e)) != ERR_OK ||
	    (err = typed_content(c, &e, in, &content)) != ERR_OK)
		return (err);
	if (entry_in(&e, "trash"))
		return (fault_set(c->fault, ERR_CONFLICT, "entry.trashed",
		    "id", NULL));
	err = autosave_write(c, e.id, json_get_int(in, "base_revision", 0),
	    content, now);
	if (err != ERR_OK)
		return (err);
	*out = json_object(c->arena);
	json_put_int(c->arena, *out, "saved_at", now);
	return (ERR_OK);
}

enum err
entry_autosave(struct call *c, const struct json *in, struct json **out)
{
	return (transact(c, autosave_in, in, out));
}
