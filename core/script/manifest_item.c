/*
 * What stands in the tables of a manifest: settings, columns, jobs,
 * permissions, depends.  Each fault names file, key and what was expected:
 *
 *	plugins/qa/plugin.lua: 'settings.days.max' has to be a whole number
 */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "cms/column.h"
#include "cms/permission.h"
#include "script/plugin.h"

#define NAME_MAX_LENGTH 40
#define DEPENDS_DEPTH 8
#define EVERY_MIN 60	/* seconds between two runs of a job */

/* Where the check is: "settings.days", and who is blamed. */
struct place {
	const char	*plugin;
	char		 key[96];
	struct fault	*fault;
};

/* A member that an item may have. */
struct member {
	const char	*name;
	enum json_type	 type;
	bool		 required;
};

static const char *const type_names[] = {
	[JSON_STRING] = "a text", [JSON_INT] = "a whole number",
	[JSON_BOOL] = "true or false", [JSON_ARRAY] = "a list of texts"
};

static enum err
place_bad(const struct place *p, const char *member, const char *want)
{
	char key[160];

	snprintf(key, sizeof(key), "%s%s%s", p->key,
	    member != NULL ? "." : "", member != NULL ? member : "");
	return (fault_set(p->fault, ERR_INPUT, "plugin.manifest", key,
	    "plugins/%s/plugin.lua: '%s' has to be %s", p->plugin, key, want));
}

static const struct member *
member_find(const struct member *members, const char *name)
{
	for (; members->name != NULL; members++)
		if (strcmp(members->name, name) == 0)
			return (members);
	return (NULL);
}

static bool
member_holds(const struct member *m, const struct json *v)
{
	if (m->type == JSON_NULL)	/* any */
		return (true);
	if (v->type != m->type)
		return (false);
	if (v->type == JSON_STRING)
		return (v->length > 0);
	json_each(item, v->type == JSON_ARRAY ? v : NULL)
		if (item->type != JSON_STRING)
			return (false);
	return (true);
}

/* Only members that are known, each of its type, and all that are needed. */
static enum err
members_check(const struct place *p, const struct json *item,
    const struct member *members)
{
	const struct member *m;

	json_each(v, item) {
		if ((m = member_find(members, v->name)) == NULL)
			return (place_bad(p, v->name, "left out: nothing is "
			    "called so there"));
		if (!member_holds(m, v))
			return (place_bad(p, v->name, type_names[m->type]));
	}
	for (m = members; m->name != NULL; m++)
		if (m->required && json_get(item, m->name) == NULL)
			return (place_bad(p, m->name, m->type == JSON_NULL ?
			    "there" : type_names[m->type]));
	return (ERR_OK);
}

/* ---- settings */

static bool
default_is_text(const struct json *s, const struct json *v)
{
	int64_t max = json_get_int(s, "max", INT64_MAX);

	return (v->type == JSON_STRING &&
	    (int64_t)utf8_count(v->text, v->length) <= max);
}

static bool
default_is_int(const struct json *s, const struct json *v)
{
	return (v->type == JSON_INT &&
	    v->integer >= json_get_int(s, "min", INT64_MIN) &&
	    v->integer <= json_get_int(s, "max", INT64_MAX));
}

static bool
default_is_bool(const struct json *s, const struct json *v)
{
	(void)s;
	return (v->type == JSON_BOOL);
}

static bool
default_is_choice(const struct json *s, const struct json *v)
{
	json_each(choice, json_get(s, "choices"))
		if (v->type == JSON_STRING && strcmp(v->text,
		    choice->text) == 0)
			return (true);
	return (false);
}

static const struct {
	const char	*kind;
	bool		(*is_default)(const struct json *s,
			    const struct json *v);
	const char	*want;
} kinds[] = {
	{ "line", default_is_text, "a text of at most `max` characters" },
	{ "text", default_is_text, "a text of at most `max` characters" },
	{ "html", default_is_text, "a text of at most `max` characters" },
	{ "int", default_is_int, "a whole number from `min` to `max`" },
	{ "bool", default_is_bool, "true or false" },
	{ "choice", default_is_choice, "one of `choices`" },
};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static enum err
setting_check(const struct place *p, const struct json *s)
{
	static const struct member members[] = {
		{ "kind", JSON_STRING, true }, { "default", JSON_NULL, true },
		{ "label", JSON_STRING, false }, { "hint", JSON_STRING, false },
		{ "min", JSON_INT, false }, { "max", JSON_INT, false },
		{ "choices", JSON_ARRAY, false }, { NULL, JSON_NULL, false }
	};
	const char *kind = json_get_text(s, "kind", "");
	size_t i;
	enum err e;

	for (i = 0; i < KINDS; i++)
		if (strcmp(kinds[i].kind, kind) == 0)
			break;
	if (i == KINDS && kind[0] != '\0')
		return (place_bad(p, "kind",
		    "line, text, html, int, bool or choice"));
	if ((e = members_check(p, s, members)) != ERR_OK)
		return (e);
	if (json_get_int(s, "min", INT64_MIN) >
	    json_get_int(s, "max", INT64_MAX))
		return (place_bad(p, "min", "no more than `max`"));
	if (strcmp(kind, "choice") == 0 && (json_get(s, "choices") == NULL ||
	    json_get(s, "choices")->length == 0))
		return (place_bad(p, "choices", "a list of texts"));
	if (!kinds[i].is_default(s, json_get(s, "default")))
		return (place_bad(p, "default", kinds[i].want));
	return (ERR_OK);
}

/* ---- columns, jobs, permissions, depends */

static enum err
column_check(const struct place *p, const struct json *column)
{
	static const struct member members[] = {
		{ "path", JSON_STRING, true }, { "title", JSON_STRING, true },
		{ "type", JSON_STRING, false },
		{ "description", JSON_STRING, false },
		{ "keywords", JSON_STRING, false },
		{ "freshness_days", JSON_INT, false },
		{ "in_menu", JSON_BOOL, false }, { NULL, JSON_NULL, false }
	};
	enum err e = members_check(p, column, members);

	if (e == ERR_OK && !column_path_valid(json_get_text(column, "path",
	    "")))
		e = place_bad(p, "path", "the path of a column, as news/notice");
	return (e);
}

static bool
name_good(const char *name)
{
	size_t length = strlen(name);

	return (length > 0 && length <= NAME_MAX_LENGTH && name[0] >= 'a' &&
	    strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == length);
}

static enum err
job_check(const struct place *p, const struct json *job)
{
	static const struct member members[] = {
		{ "name", JSON_STRING, true }, { "every", JSON_INT, true },
		{ NULL, JSON_NULL, false }
	};
	enum err e = members_check(p, job, members);

	if (e == ERR_OK && !name_good(json_get_text(job, "name", "")))
		e = place_bad(p, "name", "of a-z, 0-9 and _");
	if (e == ERR_OK && json_get_int(job, "every", 0) < EVERY_MIN)
		e = place_bad(p, "every", "60 seconds or more");
	return (e);
}

static bool
role_known(const char *name)
{
	int r;

	for (r = 0; r < ROLE_COUNT; r++)
		if (strcmp(role_name((enum role)r), name) == 0)
			return (true);
	return (false);
}

/* permissions = { ["qa.answer"] = { "editor", "site_keeper" } } */
static enum err
permission_roles(const struct place *p, const struct json *roles)
{
	size_t length = strlen(p->plugin);

	if (strncmp(roles->name, p->plugin, length) != 0 ||
	    roles->name[length] != '.' || !name_good(roles->name + length + 1))
		return (place_bad(p, NULL,
		    "called by the plugin's name, a dot and a word"));
	json_each(r, roles)
		if (r->type != JSON_STRING || !role_known(r->text))
			return (place_bad(p, NULL, "a list of roles, as "
			    "editor or site_keeper"));
	return (ERR_OK);
}

static enum err
depends_check(const struct place *p, const struct json *name)
{
	if (!name_good(name->text) || strcmp(name->text, p->plugin) == 0)
		return (place_bad(p, NULL, "a list of names of other plugins"));
	return (ERR_OK);
}

static const struct {
	const char	*key;
	enum err	(*check)(const struct place *p,
			    const struct json *item);
} lists[] = {
	{ "settings", setting_check },
	{ "columns", column_check },
	{ "jobs", job_check },
	{ "permissions", permission_roles },
	{ "depends", depends_check },
};

enum err
manifest_items(const char *plugin, const struct json *m, struct fault *f)
{
	struct place p = { .plugin = plugin, .fault = f };
	size_t i, n;
	enum err e;

	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		n = 0;
		json_each(item, json_get(m, lists[i].key)) {
			n++;
			if (item->name != NULL)
				snprintf(p.key, sizeof(p.key), "%s.%.60s",
				    lists[i].key, item->name);
			else
				snprintf(p.key, sizeof(p.key), "%s[%zu]",
				    lists[i].key, n);
			if (item->name != NULL && lists[i].check ==
			    setting_check && !name_good(item->name))
				return (place_bad(&p, NULL,
				    "named of a-z, 0-9 and _"));
			if ((e = lists[i].check(&p, item)) != ERR_OK)
				return (e);
		}
	}
	return (ERR_OK);
}

/* Walks what `name` depends on; `depth` finds circles. */
static enum err
depends_walk(struct script *s, const struct plugin *first, const char *name,
    int depth, struct fault *f)
{
	const struct plugin *p = plugin_known(s, name, NULL);
	enum err e;

	if (p == NULL)
		return (fault_set(f, ERR_INPUT, "plugin.manifest", "depends",
		    "plugins/%s/plugin.lua: 'depends' names '%s', which isn't "
		    "there or can't be read", first->name, name));
	if (depth > DEPENDS_DEPTH || (depth > 0 && p == first))
		return (fault_set(f, ERR_INPUT, "plugin.manifest", "depends",
		    "plugins/%s/plugin.lua: 'depends' has to lead in no circle",
		    first->name));
	json_each(d, json_get(p->manifest, "depends")) {
		e = depends_walk(s, first, d->text, depth + 1, f);
		if (e != ERR_OK)
			return (e);
	}
	return (ERR_OK);
}

enum err
plugin_depends_check(struct script *s, const struct plugin *p, struct fault *f)
{
	return (depends_walk(s, p, p->name, 0, f));
}
