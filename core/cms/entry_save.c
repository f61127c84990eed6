/*
 * Writing entries: create, save (compare and set on the newest revision),
 * move to another column (a save), restore an old revision as a new one.
 * What changes the text of an entry that is with reviewers takes it back from
 * them: an approval holds for one text only.
 */
#include <string.h>

#include "base/time.h"
#include "cms/act.h"
#include "cms/autosave.h"
#include "cms/column.h"
#include "cms/content.h"
#include "cms/entry.h"
#include "cms/entry_acts.h"
#include "cms/event.h"
#include "cms/revision.h"
#include "cms/transact.h"
#include "cms/workflow.h"

static struct json *
saved(struct call *c, int64_t id, const struct revision *r, const char *state)
{
	struct json *o = json_object(c->arena);

	json_put_int(c->arena, o, "id", id);
	json_put_int(c->arena, o, "revision", r->id);
	json_put_text(c->arena, o, "hash", r->hash);
	json_put_text(c->arena, o, "state", state);
	return (o);
}

static enum err
type_of(struct call *c, const char *name, const struct type **out)
{
	*out = type_of_site(c->site, name);
	if (*out == NULL)
		return (fault_set(c->fault, ERR_INPUT, "type.unknown", "type",
		    "%s", name));
	return (ERR_OK);
}

/* A column holds what its type says.  Those of core are alike; one of a
 * plugin has rules of its own (a person's consent, say), which no other type
 * in its column may get round. */
static enum err
type_fits(struct call *c, const struct type *t, const struct column *col)
{
	const struct type *own = type_find(c->cms, col->type);

	if (strcmp(t->name, col->type) == 0 ||
	    (own != NULL && own->plugin == NULL && t->plugin == NULL))
		return (ERR_OK);
	return (fault_set(c->fault, ERR_INPUT, "type.column", "type", "%s",
	    col->title));
}

/* May this actor put an entry into the column? */
static enum err
column_open(struct call *c, const struct column *col)
{
	struct target t = { .site = c->site, .column = col->id,
	    .owner = c->actor->user };

	return (permission_check(c, "entry.create", &t));
}

static enum err
insert_entry(struct call *c, const struct column *col,
    const struct type *type, const char *title)
{
	int64_t now = time_now();

	return (db_run(c->site->db, c->fault,
	    "INSERT INTO entry (\"column\", type, state, title, author,"
	    " author_name, created_at, updated_at) VALUES (:column, :type,"
	    " 'draft', :title, :author, :name, :now, :now)",
	    DB_INT(":column", col->id), DB_TEXT(":type", type->name),
	    DB_TEXT(":title", title), DB_INT(":author", c->actor->user),
	    DB_TEXT(":name", c->actor->display), DB_INT(":now", now)));
}

enum err
entry_insert(struct call *c, const struct column *col,
    const struct type *type, const struct json *content, int64_t *id,
    struct revision *r)
{
	struct entry e = { .type = type->name };
	enum err err = insert_entry(c, col, type, content_title(content));

	if (err != ERR_OK)
		return (err);
	*id = e.id = db_last_id(c->site->db);
	revision_make(c, type, col->id, content, "", r);
	err = revision_add(c, *id, type, r);
	if (err == ERR_OK)
		err = db_run(c->site->db, c->fault,
		    "UPDATE entry SET revision = :r WHERE id = :id",
		    DB_INT(":r", r->id), DB_INT(":id", *id));
	/* What a visitor wrote stays out of the audit, which is for good. */
	return (err == ERR_OK ? entry_audit(c, &e, "entry.create",
	    c->actor->user != 0 ? publish_title(c, &e, content) : "") : err);
}

/* What was sent, checked: by whom, where and of which type. */
struct writing {
	struct entry		entry;		/* id 0: a new one */
	struct column		column;
	const struct type	*type;
	struct json		*content;
};

static enum err
create_read(struct call *c, const struct json *in, struct writing *w)
{
	enum err err;

	w->entry.id = 0;
	err = column_named(c, json_get_text(in, "column", ""), "column",
	    &w->column);
	if (err == ERR_OK)
		err = column_open(c, &w->column);
	if (err == ERR_OK)
		err = type_of(c, json_get_text(in, "type", w->column.type),
		    &w->type);
	if (err == ERR_OK)
		err = type_fits(c, w->type, &w->column);
	return (err == ERR_OK ? content_check(c, w->type, in, NULL,
	    &w->content) : err);
}

enum err
entry_create_in(struct call *c, const struct json *in, struct json **out)
{
	struct writing w;
	struct revision r;
	int64_t id;
	enum err err;

	if ((err = create_read(c, in, &w)) != ERR_OK ||
	    (err = entry_insert(c, &w.column, w.type, w.content, &id, &r)) !=
	    ERR_OK)
		return (err);
	*out = saved(c, id, &r, "draft");
	return (ERR_OK);
}

enum err
entry_create_check(struct call *c, const struct json *in)
{
	struct writing w;

	return (create_read(c, in, &w));
}

/* The refusal of a save on an outdated base: both texts. */
static enum err
stale(struct call *c, const struct entry *e, const struct json *yours,
    struct json **out)
{
	struct revision now;
	struct json *current;
	enum err err = revision_load(c, e->id, e->revision, &now);

	if (err != ERR_OK)
		return (err);
	*out = json_object(c->arena);
	current = json_put(*out, "current", revision_json(c->arena, &now));
	json_put(current, "content", json_copy(c->arena, now.content));
	json_put(*out, "yours", json_copy(c->arena, yours));
	return (fault_set(c->fault, ERR_CONFLICT, "entry.stale",
	    "base_revision", "%lld", (long long)e->revision));
}

/* The state after a new text: drafts and returned ones stay what they are;
 * a text that equals the live one has nothing left to review. */
static const char *
state_after(const struct entry *e, const char *hash)
{
	if (e->live_revision != 0 && strcmp(hash, e->live_hash) == 0)
		return ("published");
	if (entry_in(e, "returned"))
		return ("returned");
	return ("draft");
}

static enum err
store(struct call *c, const struct entry *e, int64_t column,
    const struct json *content, const char *note, struct json **out)
{
	const struct type *type = type_find(c->cms, e->type);
	struct revision r;
	const char *state;
	enum err err;

	if ((err = autosave_drop(c, e->id)) != ERR_OK)
		return (err);
	revision_make(c, type, column, content, note, &r);
	if (strcmp(r.hash, e->hash) == 0) {
		r.id = e->revision;
		*out = saved(c, e->id, &r, e->state);
		return (ERR_OK);
	}
	state = state_after(e, r.hash);
	err = revision_add(c, e->id, type, &r);
	if (err == ERR_OK)
		err = entry_void(c, e);
	if (err == ERR_OK)
		err = db_run(c->site->db, c->fault,
		    "UPDATE entry SET revision = :r, \"column\" = :column,"
		    " title = :title, state = :state, step = 0,"
		    " due_at = NULL, updated_at = :now WHERE id = :id",
		    DB_INT(":r", r.id), DB_INT(":column", column),
		    DB_TEXT(":title", content_title(content)),
		    DB_TEXT(":state", state), DB_INT(":now", r.at),
		    DB_INT(":id", e->id));
	if (err == ERR_OK)
		err = entry_audit(c, e, note[0] != '\0' ? "entry.restore" :
		    "entry.save", arena_printf(c->arena, "%lld",
		    (long long)r.id));
	if (err == ERR_OK)
		*out = saved(c, e->id, &r, state);
	return (err);
}

static enum err
writable(struct call *c, const struct entry *e)
{
	if (entry_in(e, "trash"))
		return (fault_set(c->fault, ERR_CONFLICT, "entry.trashed",
		    "id", NULL));
	return (ERR_OK);
}

/* The column that it is in, or where it is moved to. */
static enum err
save_column(struct call *c, const char *path, const struct entry *e,
    struct writing *w)
{
	struct column *col = &w->column;
	enum err err;

	if (path == NULL)
		return (column_by_id(c->site, c->arena, e->column, col,
		    c->fault));
	err = column_named(c, path, "column", col);
	if (err != ERR_OK || col->id == e->column)
		return (err);
	err = column_open(c, col);
	return (err == ERR_OK ? type_fits(c, w->type, col) : err);
}

/* What was said about the last correction isn't said again by itself: neither
 * of the next one to the text that is live, nor of an old text. */
static const struct json *
save_base(struct call *c, const struct writing *w, const struct revision *base)
{
	return (base->id == w->entry.live_revision ? content_uncorrected(
	    c->arena, w->type, base->content) : base->content);
}

static enum err
save_read(struct call *c, const struct json *in, struct writing *w,
    struct json **out)
{
	struct entry *e = &w->entry;
	struct revision base;
	enum err err;

	if ((err = entry_for(c, "entry.save", in, e)) != ERR_OK ||
	    (err = writable(c, e)) != ERR_OK ||
	    (err = type_of(c, e->type, &w->type)) != ERR_OK ||
	    (err = revision_load(c, e->id,
	    json_get_int(in, "base_revision", 0), &base)) != ERR_OK ||
	    (err = content_check(c, w->type, in, save_base(c, w, &base),
	    &w->content)) != ERR_OK)
		return (err);
	if (base.id != e->revision)
		return (stale(c, e, w->content, out));
	return (save_column(c, json_get_text(in, "column", NULL), e, w));
}

static enum err
save_in(struct call *c, const struct json *in, struct json **out)
{
	struct writing w;
	enum err err = save_read(c, in, &w, out);

	return (err == ERR_OK ? store(c, &w.entry, w.column.id, w.content, "",
	    out) : err);
}

/* Plugins may refuse what is going to be written. */
static enum err
validate(struct call *c, const struct json *in, struct json **out, bool save)
{
	struct json *payload, *entry;
	struct writing w;
	enum err err;

	if (c->actor == NULL || !event_wanted(c, "entry.validate"))
		return (ERR_OK);
	err = save ? save_read(c, in, &w, out) : create_read(c, in, &w);
	if (err != ERR_OK)
		return (err);
	payload = json_object(c->arena);
	entry = json_put(payload, "entry", json_object(c->arena));
	if (save)
		json_put_int(c->arena, entry, "id", w.entry.id);
	json_put_text(c->arena, entry, "type", w.type->name);
	json_put_text(c->arena, entry, "column", w.column.path);
	json_put(entry, "content", w.content);
	err = event_ask(c, "entry.validate", payload, out);
	/* What people wrote is kept even where a plugin can't look at it: it is
	 * asked again when the draft is submitted. */
	return (err == ERR_BUSY ? ERR_OK : err);
}

static enum err
restore_in(struct call *c, const struct json *in, struct json **out)
{
	const struct type *type;
	struct entry e;
	struct revision r;
	enum err err;

	if ((err = entry_for(c, "entry.save", in, &e)) != ERR_OK ||
	    (err = writable(c, &e)) != ERR_OK ||
	    (err = type_of(c, e.type, &type)) != ERR_OK ||
	    (err = revision_load(c, e.id, json_get_int(in, "revision", 0),
	    &r)) != ERR_OK)
		return (err);
	if (json_get_int(in, "base_revision", 0) != e.revision)
		return (stale(c, &e, r.content, out));
	return (store(c, &e, e.column, content_uncorrected(c->arena, type,
	    r.content),
	    arena_printf(c->arena, "restore:%lld", (long long)r.number),
	    out));
}

enum err
entry_create_ask(struct call *c, const struct json *in, struct json **out)
{
	return (validate(c, in, out, false));
}

enum err
entry_create(struct call *c, const struct json *in, struct json **out)
{
	enum err e = entry_create_ask(c, in, out);

	return (e == ERR_OK ? transact(c, entry_create_in, in, out) : e);
}

enum err
entry_save(struct call *c, const struct json *in, struct json **out)
{
	enum err e = validate(c, in, out, true);

	return (e == ERR_OK ? transact(c, save_in, in, out) : e);
}

enum err
entry_restore(struct call *c, const struct json *in, struct json **out)
{
	return (transact(c, restore_in, in, out));
}
