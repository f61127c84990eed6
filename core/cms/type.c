/*
 * The registry of content types.  Schemas are checked when they are declared,
 * so that content.c may trust them.  Replaced schemas stay in the arena until
 * the cms is closed: plugins are enabled a few times a year.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cms/act.h"
#include "base/pattern.h"
#include "cms/content.h"
#include "cms/permission.h"
#include "cms/plugin.h"
#include "cms/type.h"

#define SCHEMA_MAX (256 * 1024)
#define LINE_DEFAULT 200
#define TEXT_DEFAULT 20000
#define HTML_DEFAULT 500000
#define LIST_DEFAULT 50

struct types {
	struct arena	*arena;
	struct type	*first;
};

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

struct types *
types_alloc(void)
{
	struct types *t = must_alloc(sizeof(*t));

	t->arena = arena_alloc();
	t->first = NULL;
	return (t);
}

void
types_free(struct types *t)
{
	if (t == NULL)
		return;
	arena_free(t->arena);
	free(t);
}

const char *
field_kind_name(enum field_kind k)
{
	return (KINDS[k]);
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
	struct pattern *pattern;

	out->pattern = json_get_text(in, "pattern", NULL);
	if (out->pattern != NULL) {
		if (pattern_alloc(&pattern, out->pattern, f) != ERR_OK)
			return (ERR_INPUT);
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

static enum err
field_read(struct arena *a, struct field *out, const struct json *in,
    bool row, struct fault *f)
{
	const char *kind = json_get_text(in, "kind", "");
	int64_t max = json_get_int(in, "max", 0);

	out->name = json_get_text(in, "name", "");
	if (!name_valid(out->name) || content_reserved(out->name))
		return (bad(f, "fields", "field name", out->name));
	if (!kind_read(kind, &out->kind) || (row &&
	    (out->kind == FIELD_HTML || out->kind == FIELD_MEDIA_LIST ||
	    out->kind == FIELD_TAGS || out->kind == FIELD_ITEMS)))
		return (bad(f, "fields", out->name, kind));
	out->required = json_get_bool(in, "required", false);
	out->private = json_get_bool(in, "private", false);
	out->label = json_get_text(in, "label", NULL);
	if (out->label == NULL)
		out->label = arena_printf(a, "field.%s", out->name);
	out->max = max > 0 ? (size_t)max : MAX_DEFAULT[out->kind];
	return (field_read_more(a, out, in, f));
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
		    "1 to %zu fields", max));
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
	return (ERR_OK);
}

static enum err
type_read(struct arena *a, struct type *t, const struct json *schema,
    struct fault *f)
{
	enum err e;

	t->schema = schema;
	t->name = json_get_text(schema, "name", "");
	t->title = json_get_text(schema, "title", t->name);
	t->until = json_get_text(schema, "until", NULL);
	t->history = json_get_bool(schema, "history", false);
	t->personal = json_get_bool(schema, "personal", false);
	if (!name_valid(t->name))
		return (bad(f, "name", "type name", t->name));
	e = fields_read(a, json_get(schema, "fields"), TYPE_FIELDS_MAX, false,
	    &t->fields, &t->field_count, f);
	return (e == ERR_OK ? type_check(t, f) : e);
}

static enum err
types_add(struct types *types, const struct json *schema, bool core,
    const char *plugin, struct fault *f)
{
	struct type *t = arena_get(types->arena, sizeof(*t)), **p;
	enum err e;

	e = type_read(types->arena, t, json_copy(types->arena, schema), f);
	if (e != ERR_OK)
		return (e);
	t->core = core;
	t->plugin = plugin != NULL ? arena_text(types->arena, plugin) : NULL;
	for (p = &types->first; *p != NULL; p = &(*p)->next) {
		if (strcmp((*p)->name, t->name) != 0)
			continue;
		if ((*p)->core || (plugin != NULL && (*p)->plugin != NULL &&
		    strcmp((*p)->plugin, plugin) != 0))
			return (fault_set(f, ERR_CONFLICT, "type.taken",
			    "name", "%s", t->name));
		t->next = (*p)->next;
		break;
	}
	*p = t;
	return (ERR_OK);
}

static enum err
types_read_file(struct types *types, const char *path, struct fault *f)
{
	struct arena *a = arena_alloc();
	char *text = arena_get(a, SCHEMA_MAX);
	struct json *schema;
	FILE *in = fopen(path, "re");
	size_t n;
	enum err e;

	if (in == NULL) {
		e = fault_set(f, ERR_INTERNAL, "type.unreadable", NULL, "%s",
		    path);
		goto out;
	}
	n = fread(text, 1, SCHEMA_MAX, in);
	fclose(in);
	e = json_parse(a, text, n, &schema, f);
	if (e == ERR_OK)
		e = types_add(types, schema, true, NULL, f);
out:
	arena_free(a);
	return (e);
}

static int
is_schema(const struct dirent *d)
{
	const char *dot = strrchr(d->d_name, '.');

	return (dot != NULL && dot != d->d_name && strcmp(dot, ".json") == 0);
}

enum err
types_load_core(struct types *t, const char *root, struct fault *f)
{
	struct dirent **names;
	char dir[2048], path[4096];
	int i, n;
	enum err e = ERR_OK;

	snprintf(dir, sizeof(dir), "%s/core/types", root);
	n = scandir(dir, &names, is_schema, alphasort);
	if (n < 0)
		return (fault_set(f, ERR_INTERNAL, "type.unreadable", NULL,
		    "%s", dir));
	for (i = 0; i < n; i++) {
		if (e == ERR_OK) {
			snprintf(path, sizeof(path), "%s/%s", dir,
			    names[i]->d_name);
			e = types_read_file(t, path, f);
		}
		free(names[i]);
	}
	free(names);
	return (e);
}

enum err
type_register(struct cms *cms, const struct json *schema, struct fault *f)
{
	return (types_add(cms_types(cms), schema, false, NULL, f));
}

enum err
type_register_for(struct cms *cms, const char *plugin,
    const struct json *schema, struct fault *f)
{
	return (types_add(cms_types(cms), schema, false, plugin, f));
}

void
type_forget(struct cms *cms, const char *name)
{
	struct type **p = &cms_types(cms)->first;

	while (*p != NULL && strcmp((*p)->name, name) != 0)
		p = &(*p)->next;
	if (*p != NULL && !(*p)->core)
		*p = (*p)->next;
}

const struct type *
type_find(struct cms *cms, const char *name)
{
	const struct type *t = cms_types(cms)->first;

	while (t != NULL && strcmp(t->name, name) != 0)
		t = t->next;
	return (t);
}

const struct type *
type_of_site(struct site *site, const char *name)
{
	const struct type *t = type_find(site->cms, name);

	return (t != NULL && (t->plugin == NULL ||
	    plugin_used(site, t->plugin)) ? t : NULL);
}

const struct type *
type_first(struct cms *cms)
{
	return (cms_types(cms)->first);
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

const struct field *
type_field(const struct type *t, const char *name)
{
	return (field_find(t->fields, t->field_count, name));
}

struct json *
type_public(struct arena *a, const struct type *t,
    const struct json *content)
{
	struct json *out = json_object(a);
	const struct json *v;
	size_t i;

	for (i = 0; t != NULL && i < t->field_count; i++) {
		v = json_get(content, t->fields[i].name);
		if (v != NULL && !t->fields[i].private)
			json_put(out, t->fields[i].name, json_copy(a, v));
	}
	return (out);
}

/* Which fields there are is no secret: forms are drawn from it. */
static enum err
type_list(struct call *c, const struct json *in, struct json **out)
{
	struct json *list = json_array(c->arena);
	const struct type *t;

	enum err e = permission_check(c, "type.list", NULL);

	if (e != ERR_OK)
		return (e);
	for (t = type_first(c->cms); t != NULL; t = t->next)
		if (c->site == NULL || t->plugin == NULL ||
		    plugin_used(c->site, t->plugin))
			json_add(list, json_copy(c->arena, t->schema));
	*out = json_object(c->arena);
	json_put(*out, "types", list);
	return (ERR_OK);
}

static const struct input NONE[] = { { .name = NULL } };

const struct act type_acts[] = {
	{ "type.list", type_list, false, false, NONE },
	{ .name = NULL }
};
