/* Sites from site.lua: see site_file.h. */
#include "cli/site_file.h"

#include <string.h>

#include "cms/act.h"
#include "cms/site.h"
#include "cms/unit.h"

/* Copies the members of `from` that are named. */
static void
put_members(struct arena *a, struct json *to, const struct json *from,
    const char *const names[])
{
	size_t i;

	for (i = 0; names[i] != NULL; i++)
		if (json_get(from, names[i]) != NULL)
			json_put(to, names[i],
			    json_copy(a, json_get(from, names[i])));
}

static enum err
site_make(struct call *c, const char *name, const struct json *file)
{
	static const char *const tops[] = { "title", "hosts", "profile",
		"theme", "lang", "plugins", NULL };
	struct json *in = json_object(c->arena), *out;
	enum err e;

	json_put_text(c->arena, in, "name", name);
	put_members(c->arena, in, file, tops);
	json_each(v, json_get(file, "settings"))
		json_put(in, v->name, json_copy(c->arena, v));
	if ((e = act_call(c, "site.create", in, &out)) != ERR_OK)
		return (e);
	return (cms_site(c->cms, name, &c->site, c->fault));
}

static enum err
units_make(struct call *c, const struct json *units, int64_t parent)
{
	static const char *const names[] = { "code", "name", NULL };
	struct json *in, *out;
	int64_t id;
	enum err e;

	json_each(u, units) {
		e = unit_id(cms_hub(c->cms), json_get_text(u, "code", ""), &id,
		    c->fault);
		if (e == ERR_OK && id == 0) {
			in = json_object(c->arena);
			put_members(c->arena, in, u, names);
			if (parent != 0)
				json_put_int(c->arena, in, "parent", parent);
			e = act_call(c, "unit.create", in, &out);
			if (e == ERR_OK)
				id = json_get_int(out, "id", 0);
		}
		if (e == ERR_OK)
			e = units_make(c, json_get(u, "children"), id);
		if (e != ERR_OK)
			return (e);
	}
	return (ERR_OK);
}

/* A column's unit is given by its code. */
static enum err
column_make(struct call *c, const struct json *column, const char *path)
{
	static const char *const names[] = { "title", "type", "description",
		"keywords", "freshness_days", "in_menu", NULL };
	const char *code = json_get_text(column, "unit", NULL);
	struct json *in = json_object(c->arena), *out;
	int64_t unit = 0;
	enum err e;

	json_put_text(c->arena, in, "path", path);
	put_members(c->arena, in, column, names);
	if (code != NULL) {
		if ((e = unit_id(cms_hub(c->cms), code, &unit, c->fault)) !=
		    ERR_OK)
			return (e);
		if (unit == 0)
			return (fault_set(c->fault, ERR_INPUT, "unit.unknown",
			    "unit", "%s", code));
		json_put_int(c->arena, in, "unit", unit);
	}
	return (act_call(c, "column.create", in, &out));
}

static enum err
columns_make(struct call *c, const struct json *columns, const char *above)
{
	const char *slug, *path;
	enum err e;

	json_each(v, columns) {
		slug = json_get_text(v, "slug", "");
		path = *above == '\0' ? slug :
		    arena_printf(c->arena, "%s/%s", above, slug);
		if ((e = column_make(c, v, path)) != ERR_OK ||
		    (e = columns_make(c, json_get(v, "children"), path)) !=
			ERR_OK)
			return (e);
	}
	return (ERR_OK);
}

static enum err
workflow_make(struct call *c, const struct json *steps)
{
	struct json *in = json_object(c->arena), *out;

	if (steps == NULL)
		return (ERR_OK);
	json_put(in, "column", json_null(c->arena));
	json_put(in, "steps", json_copy(c->arena, steps));
	return (act_call(c, "workflow.define", in, &out));
}

enum err
site_file_create(struct call *c, const char *name, const struct json *file)
{
	enum err e;

	if ((e = site_make(c, name, file)) != ERR_OK ||
	    (e = units_make(c, json_get(file, "units"), 0)) != ERR_OK ||
	    (e = columns_make(c, json_get(file, "columns"), "")) != ERR_OK)
		return (e);
	return (workflow_make(c, json_get(file, "workflow")));
}
