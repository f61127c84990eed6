/*
 * The registry of content types.  Schemas are checked when they are declared
 * (type_read.c), so that content.c may trust them.  Replaced schemas stay in
 * the arena until the cms is closed: plugins are enabled a few times a year.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cms/act.h"
#include "cms/content.h"
#include "cms/permission.h"
#include "cms/plugin.h"
#include "cms/type.h"
#include "cms/type_inside.h"

#define SCHEMA_MAX (256 * 1024)

struct types {
	struct arena	*arena;
	struct type	*first;
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
