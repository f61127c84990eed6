/*
 * What changed between two revisions of an entry, field by field: texts as
 * HTML with <ins> and <del>, other values as their plain form, a file as what
 * it was and is.
 */
#include <string.h>

#include "base/buf.h"
#include "cms/content.h"
#include "cms/content_diff.h"
#include "cms/entry_acts.h"
#include "cms/media.h"
#include "cms/revision.h"
#include "html/diff.h"

struct diff {
	struct site	*site;
	struct arena	*arena;
	struct json	*fields, *attributes;
	size_t		added, removed;
};

static bool
same(const struct json *x, const struct json *y)
{
	struct buf a = { .data = NULL }, b = { .data = NULL };
	bool equal;

	if (x == NULL || y == NULL)
		return (x == y);
	json_canonical(&a, x);
	json_canonical(&b, y);
	equal = strcmp(buf_string(&a), buf_string(&b)) == 0;
	buf_cleanup(&a);
	buf_cleanup(&b);
	return (equal);
}

/* {name, kind, url, alt}; null where there is none (any more). */
static struct json *
file_of(struct diff *d, const struct json *hash)
{
	struct arena *a = d->arena;
	struct media m;
	const char *path;
	struct json *o;

	if (hash == NULL || hash->type != JSON_STRING ||
	    media_find(d->site, a, hash->text, &m, &path, NULL) != ERR_OK)
		return (json_null(a));
	o = json_object(a);
	json_put_text(a, o, "name", m.name);
	json_put_text(a, o, "kind", m.kind);
	json_put_text(a, o, "url", media_url(a, m.hash, m.name));
	json_put_text(a, o, "alt", m.alt);
	return (o);
}

/* By name, with both files beside it: a name tells nobody what changed. */
static void
diff_file(struct diff *d, const struct json *from, const struct json *to,
    struct json *o)
{
	struct html_changes unused = { .added = 0 };
	const struct json *x = json_put(o, "from", file_of(d, from));
	const struct json *y = json_put(o, "to", file_of(d, to));
	struct buf html;

	buf_init(&html);
	html_diff_line(json_get_text(x, "name", ""),
	    json_get_text(y, "name", ""), d->arena, &html, &unused);
	json_put_text(d->arena, o, "html", buf_string(&html));
	buf_cleanup(&html);
}

static void
diff_text(struct diff *d, const struct field *field, const struct json *from,
    const struct json *to, struct json *o)
{
	struct html_changes changes = { .added = 0 };
	const char *x = content_line(d->arena, field, from);
	const char *y = content_line(d->arena, field, to);
	struct buf html;

	buf_init(&html);
	if (field->kind == FIELD_HTML)
		html_diff(x, strlen(x), y, strlen(y), d->arena, &html,
		    &changes);
	else
		html_diff_line(x, y, d->arena, &html, &changes);
	d->added += changes.added;
	d->removed += changes.removed;
	json_each(change, changes.attributes)
		json_add(d->attributes, json_copy(d->arena, change));
	json_put_text(d->arena, o, "html", buf_string(&html));
	buf_cleanup(&html);
}

static void
diff_field(struct diff *d, const struct field *field, const struct json *from,
    const struct json *to)
{
	struct json *o;

	if (same(from, to))
		return;
	o = json_add(d->fields, json_object(d->arena));
	json_put_text(d->arena, o, "name", field->name);
	json_put_text(d->arena, o, "label", field->label);
	json_put_text(d->arena, o, "kind", field_kind_name(field->kind));
	if (field->kind == FIELD_MEDIA)
		diff_file(d, from, to, o);
	else
		diff_text(d, field, from, to, o);
}

struct json *
content_diff(struct site *site, struct arena *a, const struct type *type,
    const struct json *from, const struct json *to)
{
	struct diff d = { .site = site, .arena = a };
	struct json *out = json_object(a);
	const char *name;
	size_t i;

	d.fields = json_put(out, "fields", json_array(a));
	d.attributes = json_put(out, "changed_attributes", json_array(a));
	for (i = 0; i < type->field_count; i++) {
		name = type->fields[i].name;
		diff_field(&d, &type->fields[i], json_get(from, name),
		    json_get(to, name));
	}
	json_put_int(a, out, "added", (int64_t)d.added);
	json_put_int(a, out, "removed", (int64_t)d.removed);
	return (out);
}

enum err
entry_diff(struct call *c, const struct json *in, struct json **out)
{
	const struct type *type;
	struct revision from, to;
	struct entry e;
	enum err err;

	if ((err = entry_for(c, "entry.diff", in, &e)) != ERR_OK ||
	    (err = revision_load(c, e.id, json_get_int(in, "from", 0),
	    &from)) != ERR_OK ||
	    (err = revision_load(c, e.id, json_get_int(in, "to", 0), &to)) !=
	    ERR_OK)
		return (err);
	if ((type = type_find(c->cms, e.type)) == NULL)
		return (fault_set(c->fault, ERR_CONFLICT, "type.unknown",
		    NULL, "%s", e.type));
	*out = content_diff(c->site, c->arena, type, from.content,
	    to.content);
	json_put_bool(c->arena, *out, "moved", from.column != to.column);
	return (ERR_OK);
}
