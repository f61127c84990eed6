/* `mingchuang theme check`: manifest, chain and files; see theme.h. */
#include "cli/theme.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/commands.h"
#include "web/lane.h"

#define FILE_MAX (2 * 1024 * 1024)
#define API 1
#define NAME_LETTERS "abcdefghijklmnopqrstuvwxyz0123456789-_"

void
theme_found(struct theme_check *t, const char *file, int line,
    const char *fmt, ...)
{
	va_list args;

	t->found++;
	if (line > 0)
		printf("%s:%d: ", file, line);
	else
		printf("%s: ", file);
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	putchar('\n');
}

static bool
is_file(const struct theme_check *t, const char *path)
{
	return (access(arena_printf(t->arena, "%s/%s", t->cli->root, path),
	    R_OK) == 0);
}

bool
theme_has(const struct theme_check *t, const char *kind, const char *name,
    const char *ending)
{
	const char *slash = strchr(name, '/');
	int i;

	for (i = 0; i < t->chain_count; i++)
		if (is_file(t, arena_printf(t->arena, "themes/%s/%s/%s%s",
		    t->chain[i], kind, name, ending)))
			return (true);
	return (slash != NULL && is_file(t, arena_printf(t->arena,
	    "plugins/%.*s/%s/%s%s", (int)(slash - name), name, kind,
	    slash + 1, ending)));
}

/* The whole file, ended by NUL; NULL where it can't be read. */
static char *
file_text(const struct theme_check *t, const char *file)
{
	FILE *in = fopen(arena_printf(t->arena, "%s/%s", t->cli->root, file),
	    "re");
	struct stat st;
	char *text;
	size_t n;

	if (in == NULL)
		return (NULL);
	if (fstat(fileno(in), &st) != 0 || st.st_size > FILE_MAX) {
		fclose(in);
		return (NULL);
	}
	text = arena_get(t->arena, (size_t)st.st_size + 1);
	n = fread(text, 1, (size_t)st.st_size, in);
	text[n] = '\0';
	fclose(in);
	return (text);
}

/* ---- manifest ---- */

static void
manifest_members(struct theme_check *t, const char *file, const char *name,
    const struct json *data)
{
	if (strcmp(json_get_text(data, "name", ""), name) != 0)
		theme_found(t, file, 0, "name: \"%s\" is wanted, as the"
		    " folder's", name);
	if (json_get_text(data, "title", "")[0] == '\0')
		theme_found(t, file, 0, "title: a text is wanted");
	if (json_get_text(data, "version", "")[0] == '\0')
		theme_found(t, file, 0, "version: a text is wanted");
	if (json_get_int(data, "api", 0) != API)
		theme_found(t, file, 0, "api: %d is wanted", API);
}

static bool
chain_holds(const struct theme_check *t, const char *name)
{
	int i;

	for (i = 0; i < t->chain_count; i++)
		if (strcmp(t->chain[i], name) == 0)
			return (true);
	return (false);
}

/* The theme and its parents; false where one can't be read. */
static bool
chain_read(struct theme_check *t)
{
	const char *name = t->name, *file = NULL, *parent_of;
	struct fault f = { .err = ERR_OK };
	struct json *data;

	while (name != NULL && name[0] != '\0') {
		parent_of = file;
		file = arena_printf(t->arena, "themes/%s/theme.lua", name);
		if (chain_holds(t, name) || t->chain_count ==
		    THEME_CHAIN_MAX) {
			theme_found(t, parent_of, 0, "parent: \"%s\" leads"
			    " back or too far", name);
			return (false);
		}
		if (script_data(t->arena, arena_printf(t->arena, "%s/%s",
		    t->cli->root, file), &data, &f) != ERR_OK ||
		    data->type != JSON_OBJECT) {
			theme_found(t, parent_of != NULL ? parent_of : file,
			    0, "%s can't be read: %s", file, f.detail);
			return (false);
		}
		manifest_members(t, file, name, data);
		t->chain[t->chain_count++] = arena_text(t->arena, name);
		name = json_get_text(data, "parent", NULL);
	}
	return (true);
}

/* ---- texts ---- */

static void
texts_add(struct theme_check *t, const char *folder, bool own)
{
	static const char *const langs[] = { "zh", "en" };
	struct fault f = { .err = ERR_OK };
	const char *file;
	int i;

	for (i = 0; i < 2; i++) {
		file = arena_printf(t->arena, "%s/lang/%s.lang", folder,
		    langs[i]);
		if (lang_load(t->texts[i], arena_printf(t->arena, "%s/%s",
		    t->cli->root, file), &f) == ERR_SYNTAX && own)
			theme_found(t, file, 0, "%s", f.detail);
	}
}

struct paired {
	struct theme_check	*check;
	const struct lang	*other;
	const char		*file;
};

static void
text_paired(const char *key, const char *text, void *arg)
{
	struct paired *p = arg;

	(void)text;
	if (lang_text(p->other, key) == NULL)
		theme_found(p->check, p->file, 0, "text \"%s\" is missing",
		    key);
}

/* The theme's own texts are in both languages. */
static void
texts_paired(struct theme_check *t)
{
	struct paired p = { .check = t };

	texts_add(t, arena_printf(t->arena, "themes/%s", t->name), true);
	p.other = t->texts[1];
	p.file = arena_printf(t->arena, "themes/%s/lang/en.lang", t->name);
	lang_walk(t->texts[0], text_paired, &p);
	p.other = t->texts[0];
	p.file = arena_printf(t->arena, "themes/%s/lang/zh.lang", t->name);
	lang_walk(t->texts[1], text_paired, &p);
}

static void
texts_read(struct theme_check *t)
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

/* ---- files ---- */

static bool
ends(const char *name, const char *ending)
{
	size_t n = strlen(name), m = strlen(ending);

	return (n > m && strcmp(name + n - m, ending) == 0);
}

static void
file_check(struct theme_check *t, const char *file)
{
	struct fault f = { .err = ERR_OK };
	char *text = file_text(t, file);

	if (text == NULL) {
		theme_found(t, file, 0, "can't be read");
	} else if (ends(file, ".html")) {
		if (script_template_check(t->script, arena_printf(t->arena,
		    "%s/%s", t->cli->root, file), file, &f) != ERR_OK)
			theme_found(t, file, 0, "%s", f.detail);
		theme_text_template(t, file, text);
	} else if (ends(file, ".css")) {
		theme_text_css(t, file, text);
	} else if (ends(file, ".js")) {
		theme_text_js(t, file, text);
	} else if (ends(file, ".svg")) {
		theme_text_svg(t, file, text);
	}
}

static int
shown_name(const struct dirent *d)
{
	return (d->d_name[0] != '.');
}

static void
folder_check(struct theme_check *t, const char *folder, int depth)
{
	struct dirent **names = NULL;
	struct stat st;
	const char *file;
	int i, n;

	n = scandir(arena_printf(t->arena, "%s/%s", t->cli->root, folder),
	    &names, shown_name, alphasort);
	for (i = 0; i < n; i++) {
		file = arena_printf(t->arena, "%s/%s", folder,
		    names[i]->d_name);
		if (stat(arena_printf(t->arena, "%s/%s", t->cli->root, file),
		    &st) == 0 && S_ISDIR(st.st_mode) && depth > 0)
			folder_check(t, file, depth - 1);
		else if (S_ISREG(st.st_mode))
			file_check(t, file);
		free(names[i]);
	}
	free((void *)names);
}

/* The tokens in force: of the nearest theme of the chain that has them. */
static void
tokens_check(struct theme_check *t)
{
	const char *file;
	char *text;
	int i;

	for (i = 0; i < t->chain_count; i++) {
		file = arena_printf(t->arena, "themes/%s/static/theme.css",
		    t->chain[i]);
		if ((text = file_text(t, file)) != NULL) {
			theme_colours(t, file, text);
			return;
		}
	}
}

static enum err
theme_look(struct theme_check *t, struct fault *f)
{
	struct lane_options o = { .root = t->cli->root,
	    .sites = t->cli->sites, .staff = true };
	struct lane *lane = NULL;
	enum err e;

	if (!chain_read(t))
		return (ERR_OK);
	texts_read(t);
	if ((e = lane_open(&lane, &o, f)) != ERR_OK)
		return (e);
	t->script = lane->script;
	folder_check(t, arena_printf(t->arena, "themes/%s", t->name), 6);
	lane_close(lane);
	t->script = NULL;
	tokens_check(t);
	return (theme_pages(t, f));
}

int
theme_check_run(const struct cli *cli, int argc, char **argv)
{
	struct theme_check t = { .cli = cli };
	struct fault f = { .err = ERR_OK };
	enum err e;

	if (argc != 2)
		return (cli_usage("theme check"));
	if (argv[1][0] == '\0' || strspn(argv[1], NAME_LETTERS) !=
	    strlen(argv[1])) {
		cli_say("%s: no name of a theme", argv[1]);
		return (EXIT_USAGE);
	}
	t.name = argv[1];
	t.arena = arena_alloc();
	t.texts[0] = lang_alloc();
	t.texts[1] = lang_alloc();
	e = theme_look(&t, &f);
	lang_free(t.texts[0]);
	lang_free(t.texts[1]);
	arena_free(t.arena);
	if (e != ERR_OK)
		return (cli_fault(cli, &f));
	if (t.found == 0)
		printf("%s: good\n", t.name);
	return (t.found == 0 ? EXIT_DONE : EXIT_NO);
}
