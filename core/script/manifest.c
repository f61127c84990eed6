/* Manifests: plugin.lua is data, and each key is checked before it is used. */
#include <stdio.h>
#include <string.h>

#include "cms/permission.h"
#include "script/guard.h"

enum kind { KIND_TEXT, KIND_INT, KIND_BOOL, KIND_NAMES,
	KIND_ITEMS, KIND_MAP, KIND_GRANTS };

static const struct key {
	const char	*name;
	enum kind	 kind;
	bool		 required;
} keys[] = {
	{ "name", KIND_TEXT, true },
	{ "title", KIND_TEXT, true },
	{ "version", KIND_TEXT, true },
	{ "api", KIND_INT, true },
	{ "description", KIND_TEXT, false },
	{ "author", KIND_TEXT, false },
	{ "always", KIND_BOOL, false },		/* part of every site */
	{ "depends", KIND_NAMES, false },
	{ "capabilities", KIND_NAMES, false },
	{ "guards", KIND_NAMES, false },	/* see guard.h */
	{ "permissions", KIND_GRANTS, false },
	{ "settings", KIND_MAP, false },
	{ "types", KIND_ITEMS, false },
	{ "columns", KIND_ITEMS, false },
	{ "jobs", KIND_ITEMS, false },
};
#define KEYS (sizeof(keys) / sizeof(keys[0]))

static const char *const wanted[] = {
	[KIND_TEXT] = "a text", [KIND_INT] = "a whole number",
	[KIND_BOOL] = "true or false", [KIND_NAMES] = "a list of texts",
	[KIND_ITEMS] = "a list of tables",
	[KIND_MAP] = "a table of tables",
	[KIND_GRANTS] = "a table of lists of roles"
};

static const char *const capabilities[] = { "session", "db", "http.out",
    "mail", "media" };

static enum err
manifest_bad(struct fault *f, const char *plugin, const char *key,
    const char *want)
{
	return (fault_set(f, ERR_INPUT, "plugin.manifest", key,
	    "plugins/%s/plugin.lua: '%s' has to be %s", plugin, key, want));
}

static bool
members_are(const struct json *v, enum json_type type)
{
	json_each(item, v)
		if (item->type != type)
			return (false);
	return (true);
}

/* Lua can't tell an empty list from an empty table. */
static bool
is_list(const struct json *v)
{
	return (v->type == JSON_ARRAY ||
	    (v->type == JSON_OBJECT && v->length == 0));
}

static bool
kind_holds(enum kind kind, const struct json *v)
{
	switch (kind) {
	case KIND_TEXT:
		return (v->type == JSON_STRING && v->length > 0);
	case KIND_INT:
		return (v->type == JSON_INT);
	case KIND_BOOL:
		return (v->type == JSON_BOOL);
	case KIND_NAMES:
		return (is_list(v) && members_are(v, JSON_STRING));
	case KIND_ITEMS:
		return (is_list(v) && members_are(v, JSON_OBJECT));
	case KIND_GRANTS:
		return (v->type == JSON_OBJECT && members_are(v, JSON_ARRAY));
	case KIND_MAP:
		return (v->type == JSON_OBJECT && members_are(v, JSON_OBJECT));
	}
	return (false);
}

static enum err
key_unknown(const char *plugin, const char *name, struct fault *f)
{
	struct arena *a = arena_alloc();
	const char *all = keys[0].name;
	size_t i;

	for (i = 1; i < KEYS; i++)
		all = arena_printf(a, "%s, %s", all, keys[i].name);
	fault_fill(f, ERR_INPUT, "plugin.manifest", name,
	    "plugins/%s/plugin.lua: there is no key '%.40s', only %s",
	    plugin, name, all);
	arena_free(a);
	return (ERR_INPUT);
}

static enum err
manifest_keys(const char *plugin, const struct json *m, struct fault *f)
{
	const struct json *v;
	size_t i;

	for (i = 0; i < KEYS; i++) {
		v = json_get(m, keys[i].name);
		if (v == NULL && !keys[i].required)
			continue;
		if (v == NULL || !kind_holds(keys[i].kind, v))
			return (manifest_bad(f, plugin, keys[i].name,
			    wanted[keys[i].kind]));
	}
	json_each(member, m) {
		for (i = 0; i < KEYS; i++)
			if (strcmp(keys[i].name, member->name) == 0)
				break;
		if (i == KEYS)
			return (key_unknown(plugin, member->name, f));
	}
	return (ERR_OK);
}

static enum err
manifest_capabilities(const char *plugin, const struct json *m,
    struct fault *f)
{
	size_t i, n = sizeof(capabilities) / sizeof(capabilities[0]);

	json_each(c, json_get(m, "capabilities")) {
		for (i = 0; i < n; i++)
			if (strcmp(capabilities[i], c->text) == 0)
				break;
		if (i == n)
			return (manifest_bad(f, plugin, "capabilities",
			    "of session, db, http.out, mail, media"));
	}
	return (ERR_OK);
}

enum err
plugin_manifest_check(const char *name, const struct json *m, struct fault *f)
{
	enum err e;

	if (m->type != JSON_OBJECT)
		return (manifest_bad(f, name, "return", "followed by a table"));
	if ((e = manifest_keys(name, m, f)) != ERR_OK)
		return (e);
	if (strcmp(json_get_text(m, "name", ""), name) != 0)
		return (manifest_bad(f, name, "name",
		    "the name of the plugin's folder"));
	if (json_get_int(m, "api", 0) != PLUGIN_API)
		return (manifest_bad(f, name, "api", "1"));
	if ((e = manifest_capabilities(name, m, f)) != ERR_OK)
		return (e);
	if (guard_unknown(json_get(m, "guards")) != NULL)
		return (manifest_bad(f, name, "guards",
		    "of entry.validate, entry.submit, submission.check"));
	return (manifest_items(name, m, f));
}

bool
plugin_may(const struct plugin *p, const char *capability)
{
	json_each(c, json_get(p->manifest, "capabilities"))
		if (strcmp(c->text, capability) == 0)
			return (true);
	return (false);
}
