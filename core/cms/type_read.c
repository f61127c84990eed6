/*
 * Schemas of types, as they are declared, checked and read.
 */
#include <string.h>

#include "base/pattern.h"
#include "cms/content.h"
#include "cms/type.h"
#include "cms/type_inside.h"

#define LINE_DEFAULT 200
#define TEXT_DEFAULT 20000
#define HTML_DEFAULT 500000
#define LIST_DEFAULT 50

static const char *const KINDS[FIELD_KIND_COUNT] = {
	[FIELD_LINE] = "line", [FIELD_TEXT] = "text", [FIELD_HTML] = "html",
	[FIELD_DATE] = "date", [FIELD_MEDIA] = "media",
	[FIELD_MEDIA_LIST] = "media_list", [FIELD_TAGS] = "tags",
	[FIELD_CHOICE] = "choice", [FIELD_INT] = "int", [FIELD_BOOL] = "bool",
	[FIELD_LINK] = "link", [FIELD_ITEMS] = "items",
};

static const size_t MAX_DEFAULT[FIELD_KIND_COUNT] = {
	[FIELD_LINE] = LINE_DEFAULT, [FIELD_TEXT] = TEXT_DEFAULT,
	[FIELD_HTML] = HTML_DEFAULT, [FIELD_MEDIA_LIST] = LIST_DEFAULT,
	[FIELD_TAGS] = LIST_DEFAULT, [FIELD_LINK] = 2000,
	[FIELD_ITEMS] = LIST_DEFAULT,
};

const char *
field_kind_name(enum field_kind k)
{
	return (KINDS[k]);
}

bool
field_is_private(const char *name)
{
	return (strncmp(name, "private_", strlen("private_")) == 0 ||
	    strncmp(name, "consent_", strlen("consent_")) == 0);
}

const struct field *
field_find(const struct field *fields, size_t count, const char *name)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(fields[i].name, name) == 0)
			return (&fields[i]);
	return (NULL);
}

static bool
name_valid(const char *name)
{
	size_t n = strlen(name);

	return (n >= 1 && n <= 40 && name[0] >= 'a' && name[0] <= 'z' &&
	    strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-") == n);
}

static enum err
bad(struct fault *f, const char *field, const char *what, const char *name)
{
	return (fault_set(f, ERR_INPUT, "type.bad", field, "%s \"%s\"", what,
	    name));
}

static bool
kind_read(const char *text, enum field_kind *out)
{
	int k = 0;

	while (k < FIELD_KIND_COUNT && strcmp(text, KINDS[k]) != 0)
		k++;
	*out = (enum field_kind)k;
	return (k < FIELD_KIND_COUNT);
}

static enum err fields_read(struct arena *a, const struct json *list,
    size_t max, bool row, const struct field **out, size_t *count,
    struct fault *f);

/* What only some kinds have: a pattern, choices, rows. */
static enum err
field_read_more(struct arena *a, struct field *out, const struct json *in,
    struct fault *f)
{
	struct fault own = { .err = ERR_OK };
	struct pattern *pattern;

	out->pattern = json_get_text(in, "pattern", NULL);
	if (out->pattern != NULL) {
		if (pattern_alloc(&pattern, out->pattern, &own) != ERR_OK)
			return (fault_set(f, ERR_INPUT, "type.bad", "fields",
			    "the pattern of the field \"%s\" isn't a regular "
			    "expression: %s", out->name, own.detail));
		pattern_free(pattern);
	}
	out->choices = json_get(in, "choices");
	if (out->kind == FIELD_CHOICE && (out->choices == NULL ||
	    out->choices->type != JSON_ARRAY || out->choices->length == 0))
		return (bad(f, "fields", "no choices for the field",
		    out->name));
	if (out->kind != FIELD_ITEMS)
		return (ERR_OK);
	if (out->max > TYPE_ITEMS_MAX)
		return (bad(f, "fields", "too many rows in the field",
		    out->name));
	return (fields_read(a, json_get(in, "fields"), TYPE_ITEM_FIELDS_MAX,
	    true, &out->fields, &out->field_count, f));
}

/* Does it hold files, or HTML, which shows some? */
static bool
field_has_files(const struct field *field)
{
	size_t i;

	for (i = 0; field->kind == FIELD_ITEMS && i < field->field_count; i++)
		if (field_has_files(&field->fields[i]))
			return (true);
	return (field->kind == FIELD_MEDIA || field->kind == FIELD_MEDIA_LIST ||
	    field->kind == FIELD_HTML);
}

/* Private by its name, as a whole, and without files: those of a live text are
 * for everybody who has their address. */
static enum err
field_private_check(const struct field *field, bool row, struct fault *f)
{
	if (field->private && !field_is_private(field->name))
		return (bad(f, "fields", "it is private, so its name has to "
		    "begin with private_ or consent_:", field->name));
	if (!field->private && field_is_private(field->name))
		return (bad(f, "fields", "only the name of a field with "
		    "private = true begins so:", field->name));
	if (field->private && (row || field_has_files(field)))
		return (bad(f, "fields", "rows have no private parts, and "
		    "private fields no files:", field->name));
	return (ERR_OK);
}

static enum err
field_read(struct arena *a, struct field *out, const struct json *in,
    bool row, struct fault *f)
{
	const char *kind = json_get_text(in, "kind", "");
	int64_t max = json_get_int(in, "max", 0);
	enum err e;

	out->name = json_get_text(in, "name", "");
	if (!name_valid(out->name) || content_reserved(out->name))
		return (bad(f, "fields", "a field's name has to be of a-z, "
		    "0-9, _ and -, and none of the core's, not", out->name));
	if (!kind_read(kind, &out->kind) || (row &&
	    (out->kind == FIELD_HTML || out->kind == FIELD_MEDIA_LIST ||
	    out->kind == FIELD_TAGS || out->kind == FIELD_ITEMS)))
		return (fault_set(f, ERR_INPUT, "type.bad", "fields",
		    "the kind of the field \"%s\" is \"%s\"; expected is "
		    "line, text, date, media, choice, int, bool or link%s",
		    out->name, kind, row ? "" :
		    ", html, media_list, tags or items"));
	out->required = json_get_bool(in, "required", false);
	out->private = json_get_bool(in, "private", false);
	out->corrects = json_get_bool(in, "corrects", false);
	out->label = json_get_text(in, "label", NULL);
	if (out->label == NULL)
		out->label = arena_printf(a, "field.%s", out->name);
	out->max = max > 0 ? (size_t)max : MAX_DEFAULT[out->kind];
	e = field_read_more(a, out, in, f);
	return (e == ERR_OK ? field_private_check(out, row, f) : e);
}

static enum err
fields_read(struct arena *a, const struct json *list, size_t max, bool row,
    const struct field **out, size_t *count, struct fault *f)
{
	struct field *fields;
	enum err e;

	if (list == NULL || list->type != JSON_ARRAY || list->length == 0 ||
	    list->length > max)
		return (fault_set(f, ERR_INPUT, "type.bad", "fields",
		    "a list of 1 to %zu fields is expected", max));
	fields = arena_get(a, list->length * sizeof(*fields));
	*out = fields;
	*count = 0;
	json_each(item, list) {
		if (field_find(fields, *count, json_get_text(item, "name",
		    "")) != NULL)
			return (bad(f, "fields", "two fields of the name",
			    json_get_text(item, "name", "")));
		e = field_read(a, &fields[*count], item, row, f);
		if (e != ERR_OK)
			return (e);
		(*count)++;
	}
	return (ERR_OK);
}

/* Fields that have a meaning for all types are of one kind in all. */
static enum err
type_check(const struct type *t, struct fault *f)
{
	const struct field *body = type_field(t, "body");
	const struct field *title = type_field(t, "title");
	const struct field *cover = type_field(t, "cover");
	const struct field *until = t->until != NULL ?
	    type_field(t, t->until) : NULL;
	const struct field *opened = t->opened != NULL ?
	    type_field(t, t->opened) : NULL;

	/* Templates show it as the clean HTML that it must be. */
	if (body != NULL && body->kind != FIELD_HTML)
		return (bad(f, "fields", "body has to be html in the type",
		    t->name));
	if (cover != NULL && cover->kind != FIELD_MEDIA)
		return (bad(f, "fields", "cover has to be media in the type",
		    t->name));
	if (title == NULL || title->kind != FIELD_LINE || !title->required)
		return (bad(f, "fields",
		    "a required line \"title\" is missing in the type",
		    t->name));
	if (t->until != NULL && (until == NULL || until->kind != FIELD_DATE))
		return (bad(f, "until", "no date field", t->until));
	if (t->opened != NULL && (opened == NULL || opened->kind != FIELD_BOOL))
		return (bad(f, "history", "no bool field", t->opened));
	return (ERR_OK);
}

enum err
type_read(struct arena *a, struct type *t, const struct json *schema,
    struct fault *f)
{
	enum err e;

	t->schema = schema;
	t->name = json_get_text(schema, "name", "");
	t->title = json_get_text(schema, "title", t->name);
	t->until = json_get_text(schema, "until", NULL);
	t->opened = json_get_text(schema, "history", NULL);
	t->history = t->opened != NULL ||
	    json_get_bool(schema, "history", false);
	t->personal = json_get_bool(schema, "personal", false);
	if (!name_valid(t->name))
		return (bad(f, "name", "a-z, 0-9, _ and - are expected (at most 40, "
		    "a letter first), not", t->name));
	e = fields_read(a, json_get(schema, "fields"), TYPE_FIELDS_MAX, false,
	    &t->fields, &t->field_count, f);
	return (e == ERR_OK ? type_check(t, f) : e);
}
