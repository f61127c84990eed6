/*
 * Content as a whole: all fields of the type, its hash, the files it shows.
 */
#include <string.h>

#include "base/buf.h"
#include "base/hash.h"
#include "cms/content.h"
#include "cms/media.h"

/* Also the names of what entry.* acts take beside the content. */
static const char *const RESERVED[] = {
	"id", "type", "column", "state", "revision", "base_revision", "hash",
	"url", NULL
};

bool
content_reserved(const char *name)
{
	size_t i;

	for (i = 0; RESERVED[i] != NULL; i++)
		if (strcmp(RESERVED[i], name) == 0)
			return (true);
	return (false);
}

struct json *
content_empty(struct arena *a, enum field_kind kind)
{
	switch (kind) {
	case FIELD_MEDIA_LIST:
	case FIELD_TAGS:
	case FIELD_ITEMS:
		return (json_array(a));
	case FIELD_INT:
		return (json_null(a));
	case FIELD_BOOL:
		return (json_bool(a, false));
	default:
		return (json_string(a, ""));
	}
}

bool
content_is_empty(const struct json *v)
{
	return (v->type == JSON_NULL || ((v->type == JSON_STRING ||
	    v->type == JSON_ARRAY) && v->length == 0));
}

enum err
content_check(struct call *c, const struct type *t, const struct json *in,
    const struct json *base, struct json **out)
{
	const struct field *field;
	const struct json *v;
	struct json *value;
	size_t i;
	enum err e = ERR_OK;

	json_each(m, in)
		if (!content_reserved(m->name) &&
		    type_field(t, m->name) == NULL)
			return (fault_set(c->fault, ERR_INPUT, "input.unknown",
			    m->name, "%s", m->name));
	*out = json_object(c->arena);
	for (i = 0; i < t->field_count; i++) {
		field = &t->fields[i];
		value = content_empty(c->arena, field->kind);
		if ((v = json_get(in, field->name)) == NULL) {
			v = json_get(base, field->name);
			if (v != NULL)
				value = json_copy(c->arena, v);
		} else if (v->type != JSON_NULL)
			e = content_check_field(c, field, v, &value);
		if (e == ERR_OK && field->required && content_is_empty(value))
			e = fault_set(c->fault, ERR_INPUT, "input.missing",
			    field->name, "%s", field->name);
		if (e != ERR_OK && field->kind != FIELD_ITEMS)
			fault_label(c->fault, field->label);
		if (e != ERR_OK)
			return (e);
		json_put(*out, field->name, value);
	}
	return (ERR_OK);
}

struct json *
content_uncorrected(struct arena *a, const struct type *t,
    const struct json *content)
{
	const struct field *field;
	struct json *o = json_object(a);

	json_each(m, content) {
		field = type_field(t, m->name);
		json_put(o, m->name, field != NULL && field->corrects ?
		    content_empty(a, field->kind) : json_copy(a, m));
	}
	return (o);
}

static bool
is_item(const struct json *v)
{
	const struct json *name = json_get(v, "name");

	return (json_get_text(v, "hash", NULL) != NULL &&
	    (name == NULL || name->type == JSON_STRING));
}

static bool
is_row(const struct field *field, const struct json *row)
{
	const struct field *sub;

	if (row->type != JSON_OBJECT)
		return (false);
	json_each(m, row) {
		sub = field_find(field->fields, field->field_count, m->name);
		if (sub == NULL || (m->type != JSON_STRING &&
		    !content_typed(sub, m)))
			return (false);
	}
	return (true);
}

bool
content_typed(const struct field *field, const struct json *v)
{
	bool list = field->kind == FIELD_MEDIA_LIST;

	if (v->type == JSON_NULL || (v->type == JSON_STRING && !list &&
	    field->kind != FIELD_ITEMS))
		return (true);
	if (field->kind == FIELD_INT || field->kind == FIELD_BOOL)
		return (v->type == (field->kind == FIELD_INT ? JSON_INT :
		    JSON_BOOL));
	if (v->type != JSON_ARRAY || (!list && field->kind != FIELD_TAGS &&
	    field->kind != FIELD_ITEMS))
		return (false);
	json_each(item, v)
		if (field->kind == FIELD_ITEMS ? !is_row(field, item) : list ? !is_item(item) : item->type != JSON_STRING)
			return (false);
	return (true);
}

void
content_hash_text(const char *type, int64_t column, const char *text,
    char out[HASH_SIZE])
{
	const struct json name = { .type = JSON_STRING, .text = type,
	    .length = strlen(type) };
	struct buf b = { 0 };

	buf_printf(&b, "{\"column\":%lld,\"content\":", (long long)column);
	buf_text(&b, text);
	buf_text(&b, ",\"type\":");
	json_canonical(&b, &name);
	buf_char(&b, '}');
	hash_hex(b.data, b.length, out);
	buf_cleanup(&b);
}

void
content_hash(const char *type, int64_t column, const struct json *content,
    char out[HASH_SIZE])
{
	struct buf text = { 0 };

	json_canonical(&text, content);
	content_hash_text(type, column, buf_string(&text), out);
	buf_cleanup(&text);
}

bool
content_has_private(const struct json *content)
{
	json_each(m, content)
		if (field_is_private(m->name))
			return (true);
	return (false);
}

void
content_hash_public(const char *type, int64_t column,
    const struct json *content, char out[HASH_SIZE])
{
	struct arena *a = arena_alloc();
	struct json *shown = json_object(a);

	json_each(m, content)
		if (!field_is_private(m->name))
			json_put(shown, m->name, json_share(a, m));
	content_hash(type, column, shown, out);
	arena_free(a);
}

static void
add_hash(struct arena *a, struct json *list, const char *hash)
{
	if (hash == NULL || !hash_valid(hash))
		return;
	json_each(h, list)
		if (strcmp(h->text, hash) == 0)
			return;
	json_add(list, json_string(a, hash));
}

/* Every "/media/HASH" in the clean HTML.  One that stands in the text only
 * counts as well: that keeps a file longer, never shorter. */
static void
add_links(struct arena *a, struct json *list, const char *html)
{
	for (; (html = strstr(html, "/media/")) != NULL; html++)
		add_hash(a, list, media_hash_of(a, html));
}

static void add_fields(struct arena *a, struct json *list,
    const struct field *fields, size_t count, const struct json *content);

static void
add_field(struct arena *a, struct json *list, const struct field *field,
    const struct json *v)
{
	switch (field->kind) {
	case FIELD_MEDIA:
		add_hash(a, list, v->text);
		break;
	case FIELD_LINK:
		add_hash(a, list, media_hash_of(a, v->text));
		break;
	case FIELD_HTML:
		add_links(a, list, v->text);
		break;
	case FIELD_MEDIA_LIST:
		json_each(item, v)
			add_hash(a, list, json_get_text(item, "hash", NULL));
		break;
	case FIELD_ITEMS:
		json_each(row, v)
			add_fields(a, list, field->fields,
			    field->field_count, row);
		break;
	default:
		break;
	}
}

/* Rows hold no rows: this goes one level down. */
static void
add_fields(struct arena *a, struct json *list, const struct field *fields,
    size_t count, const struct json *content)
{
	const struct json *v;
	size_t i;

	for (i = 0; i < count; i++) {
		v = json_get(content, fields[i].name);
		if (v != NULL && (v->type == JSON_STRING ||
		    v->type == JSON_ARRAY))
			add_field(a, list, &fields[i], v);
	}
}

struct json *
content_media(struct arena *a, const struct type *t,
    const struct json *content)
{
	struct json *list = json_array(a);

	add_fields(a, list, t->fields, t->field_count, content);
	return (list);
}

const char *
content_title(const struct json *content)
{
	return (json_get_text(content, "title", ""));
}
