/* Where a theme's files are looked for: see theme.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "script/data.h"
#include "script/plugin.h"
#include "script/theme.h"
#include "script/world.h"

bool
script_name_good(const char *name)
{
	size_t i;

	for (i = 0; name[i] != '\0'; i++) {
		unsigned char c = (unsigned char)name[i];
		bool first = i == 0 || name[i - 1] == '/';

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || c == '_' ||
		    (!first && (c == '-' || c == '.' || c == '/'))))
			return (false);
	}
	return (i > 0 && name[i - 1] != '/');
}

/* FOLDER/kind/name, where that is a file: a folder of its name is none. */
static bool
theme_look(char path[THEME_PATH_MAX], const char *folder, const char *kind,
    const char *name, const char *ending)
{
	int n = snprintf(path, THEME_PATH_MAX, "%s/%s/%s%s", folder, kind,
	    name, ending);
	struct stat st;

	return (n > 0 && n < THEME_PATH_MAX && stat(path, &st) == 0 &&
	    S_ISREG(st.st_mode));
}

/* In the plugin that the name begins with. */
static bool
theme_plugin_file(const struct theme *t, const char *kind, const char *name,
    const char *ending, char path[THEME_PATH_MAX])
{
	const char *slash = strchr(name, '/');
	char folder[THEME_PATH_MAX];

	if (slash == NULL)
		return (false);
	snprintf(folder, sizeof(folder), "%.*s", (int)(slash - name), name);
	if (!plugin_among(t->script, json_get(t->info, "plugins"), folder))
		return (false);
	snprintf(folder, sizeof(folder), "%s/plugins/%.*s", t->script->root,
	    (int)(slash - name), name);
	return (theme_look(path, folder, kind, slash + 1, ending));
}

bool
theme_file(const struct theme *t, const char *kind, const char *name,
    const char *ending, char path[THEME_PATH_MAX], size_t *layer)
{
	size_t i = strcmp(kind, "templates") == 0 ? t->skip : 0;
	char folder[THEME_PATH_MAX];
	bool found = false;

	if (!script_name_good(name) || strlen(name) >= THEME_NAME_MAX)
		return (false);
	for (; !found && i <= t->chain_length; i++) {
		if (i > 0)
			snprintf(folder, sizeof(folder), "%s/themes/%s",
			    t->script->root, t->chain[i - 1]);
		found = theme_look(path, i == 0 ? t->site->folder : folder,
		    kind, name, ending);
	}
	if (layer != NULL)
		*layer = found ? i - 1 : THEME_PLUGIN;
	return (found || theme_plugin_file(t, kind, name, ending, path));
}

static bool
chain_has(const struct theme *t, const char *name)
{
	size_t i;

	for (i = 0; i < t->chain_length; i++)
		if (strcmp(t->chain[i], name) == 0)
			return (true);
	return (false);
}

/* Adds one to the chain; *parent is the next, "" after the last. */
static enum err
chain_add(struct theme *t, struct arena *a, const char *name,
    const char **parent, struct fault *f)
{
	const char *shown = arena_printf(a, "themes/%s/theme.lua", name);
	const char *path = arena_printf(a, "%s/%s", t->script->root, shown);
	struct fault own = { .err = ERR_OK };
	struct json *data;

	if (t->chain_length == THEME_PARENTS_MAX || chain_has(t, name) ||
	    !script_name_good(name) || strchr(name, '/') != NULL)
		return (fault_set(f, ERR_INTERNAL, "theme.chain", NULL,
		    "%s: parent", shown));
	file_mark_add(&t->marks, path);
	if (data_load(a, path, shown, &data, &own) != ERR_OK)
		return (fault_set(f, ERR_INTERNAL, "theme.chain", NULL, "%s",
		    own.detail[0] != '\0' ?
		    script_shown(t->script, own.detail) : shown));
	if (data->type != JSON_OBJECT)
		return (fault_set(f, ERR_INTERNAL, "theme.chain", NULL, "%s",
		    shown));
	t->chain[t->chain_length++] = must_text(name);
	*parent = json_get_text(data, "parent", "");
	return (ERR_OK);
}

enum err
theme_chain(struct theme *t, struct arena *a, const char *name,
    struct fault *f)
{
	enum err e = ERR_OK;

	while (e == ERR_OK && name[0] != '\0')
		e = chain_add(t, a, name, &name, &t->broken);
	if (chain_has(t, THEME_BASE))
		return (ERR_OK);
	if (t->chain_length == THEME_PARENTS_MAX)
		free(t->chain[--t->chain_length]);
	e = chain_add(t, a, THEME_BASE, &name, f);
	return (t->chain_length > 0 ? ERR_OK : e);
}
