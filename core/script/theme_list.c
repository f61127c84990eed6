/* Which themes there are: see cms/plugin.h. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "script/data.h"
#include "script/theme.h"
#include "script/world.h"

static struct json *
theme_read(struct script *s, struct arena *a, const char *name)
{
	const char *shown = arena_printf(a, "themes/%s/theme.lua", name);
	struct json *data;

	if (!script_name_good(name) || data_load(a, arena_printf(a, "%s/%s",
	    s->root, shown), shown, &data, NULL) != ERR_OK ||
	    data->type != JSON_OBJECT)
		return (NULL);
	return (data);
}

/* The blocks that the theme or the nearest of its parents names. */
static const struct json *
theme_blocks(struct script *s, struct arena *a, const struct json *theme)
{
	const struct json *blocks = NULL;
	const char *parent;
	int depth;

	for (depth = 0; theme != NULL && depth < THEME_PARENTS_MAX; depth++) {
		if ((blocks = json_get(theme, "blocks")) != NULL)
			break;
		parent = json_get_text(theme, "parent", "");
		theme = parent[0] == '\0' ? NULL : theme_read(s, a, parent);
	}
	return (blocks);
}

static int
entry_theme(const struct dirent *d)
{
	return (d->d_name[0] != '.');
}

struct json *
theme_list(struct script *s, struct arena *a)
{
	struct json *all = json_array(a), *theme, *o;
	const struct json *blocks;
	struct dirent **found = NULL;
	int i, n;

	n = scandir(arena_printf(a, "%s/themes", s->root), &found,
	    entry_theme, alphasort);
	for (i = 0; i < n; i++) {
		theme = theme_read(s, a, found[i]->d_name);
		if (theme != NULL) {
			o = json_add(all, json_object(a));
			json_put_text(a, o, "name", found[i]->d_name);
			json_put_text(a, o, "title", json_get_text(theme,
			    "title", found[i]->d_name));
			blocks = theme_blocks(s, a, theme);
			json_put(o, "blocks", blocks != NULL ?
			    json_copy(a, blocks) : json_array(a));
		}
		free(found[i]);
	}
	free(found);
	return (all);
}
