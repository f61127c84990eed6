/* The texts of a theme: both languages have the same keys, each once, with the
 * same {arguments}; see theme.h. */
#include <dirent.h>
#include <string.h>

#include "cli/theme.h"

#define KEYS_MAX 2000

static const char *const langs[] = { "zh", "en" };

struct paired {
	struct theme_check	*check;
	const struct lang	*other;
	const char		*file;
	bool			 arguments;	/* are compared, too */
};

/* Does the text have every {argument} of the other? */
static bool
arguments_all(const char *text, const char *other)
{
	const char *open = text, *end;
	size_t n;
	char name[64];

	for (; (open = strchr(open, '{')) != NULL; open = end) {
		if ((end = strchr(open, '}')) == NULL)
			return (true);
		n = (size_t)(end - open) + 1;
		if (n >= sizeof(name))
			continue;
		memcpy(name, open, n);
		name[n] = '\0';
		if (strstr(other, name) == NULL)
			return (false);
	}
	return (true);
}

static void
text_paired(const char *key, const char *text, void *arg)
{
	struct paired *p = arg;
	const char *other = lang_text(p->other, key);

	if (other == NULL)
		theme_found(p->check, p->file, 0, "text \"%s\" is missing",
		    key);
	else if (p->arguments && (!arguments_all(text, other) ||
	    !arguments_all(other, text)))
		theme_found(p->check, p->file, 0, "text \"%s\": the {names} in"
		    " it aren't those in the other language", key);
}

/* A key that comes again is never seen. */
static void
keys_once(struct theme_check *t, const char *file)
{
	char *text = theme_file_text(t, file, NULL), *line, *rest, *end;
	const char *keys[KEYS_MAX];
	int count = 0, number = 0, i;

	for (line = text; line != NULL && *line != '\0'; line = rest) {
		number++;
		end = line + strcspn(line, "\n");
		rest = *end == '\0' ? end : end + 1;
		*end = '\0';
		if (line[0] == '#' || (end = strchr(line, '=')) == NULL)
			continue;
		while (end > line && (end[-1] == ' ' || end[-1] == '\t'))
			end--;
		*end = '\0';
		for (i = 0; i < count; i++)
			if (strcmp(keys[i], line) == 0)
				theme_found(t, file, number, "text \"%s\" is"
				    " there already: the first one counts",
				    line);
		if (count < KEYS_MAX)
			keys[count++] = line;
	}
}

static void
texts_add(struct theme_check *t, const char *folder, bool own)
{
	struct fault f = { .err = ERR_OK };
	const char *file;
	int i;

	for (i = 0; i < 2; i++) {
		file = arena_printf(t->arena, "%s/lang/%s.lang", folder,
		    langs[i]);
		if (lang_load(t->texts[i], arena_printf(t->arena, "%s/%s",
		    t->cli->root, file), &f) == ERR_SYNTAX && own)
			theme_found_in(t, file, arena_printf(t->arena,
			    "%s: no line \"key = text\" in UTF-8", f.detail));
		if (own)
			keys_once(t, file);
	}
}

/* The theme's own texts are in both languages. */
static void
texts_paired(struct theme_check *t)
{
	struct paired p = { .check = t };

	texts_add(t, arena_printf(t->arena, "themes/%s", t->name), true);
	p.other = t->texts[1];
	p.file = arena_printf(t->arena, "themes/%s/lang/en.lang", t->name);
	p.arguments = true;
	lang_walk(t->texts[0], text_paired, &p);
	p.other = t->texts[0];
	p.file = arena_printf(t->arena, "themes/%s/lang/zh.lang", t->name);
	p.arguments = false;
	lang_walk(t->texts[1], text_paired, &p);
}

void
theme_texts_read(struct theme_check *t)
{
	struct dirent *d;
	DIR *plugins;
	int i;

	texts_paired(t);
	for (i = 1; i < t->chain_count; i++)
		texts_add(t, arena_printf(t->arena, "themes/%s", t->chain[i]),
		    false);
	plugins = opendir(arena_printf(t->arena, "%s/plugins", t->cli->root));
	while (plugins != NULL && (d = readdir(plugins)) != NULL)
		if (d->d_name[0] != '.')
			texts_add(t, arena_printf(t->arena, "plugins/%s",
			    d->d_name), false);
	if (plugins != NULL)
		closedir(plugins);
	texts_add(t, "core", false);
}
