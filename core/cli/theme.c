/* `mingchuang theme check`: manifest and chain; see theme.h. */
#include "cli/theme.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "web/lane.h"

#define BASE "base"
#define API 1
#define NAME_LETTERS "abcdefghijklmnopqrstuvwxyz0123456789-_"

/* Has the same been found of another page? */
static bool
found_before(struct theme_check *t, const char *what)
{
	struct seen *one;

	for (one = t->seen; one != NULL; one = one->next)
		if (strcmp(one->what, what) == 0)
			return (true);
	one = arena_get(t->arena, sizeof(*one));
	*one = (struct seen){ .next = t->seen, .what = what };
	t->seen = one;
	return (false);
}

void
theme_found(struct theme_check *t, const char *file, int line,
    const char *fmt, ...)
{
	const char *what;
	char *text = NULL;
	va_list args;

	va_start(args, fmt);
	if (vasprintf(&text, fmt, args) < 0)
		abort();
	va_end(args);
	what = arena_text(t->arena, text);
	free(text);
	if (strncmp(file, "page ", 5) == 0 && found_before(t, what)) {
		t->again++;
		return;
	}
	t->found++;
	if (line > 0)
		printf("%s:%d: %s\n", file, line, what);
	else
		printf("%s: %s\n", file, what);
}

void
theme_found_in(struct theme_check *t, const char *file, const char *detail)
{
	size_t n = strlen(file), m = strlen(t->cli->root);
	char *rest;
	long line;

	if (strncmp(detail, t->cli->root, m) == 0 && detail[m] == '/')
		detail += m + 1;
	if (strncmp(detail, file, n) != 0 || detail[n] != ':') {
		theme_found(t, file, 0, "%s", detail);
		return;
	}
	detail += n + 1;
	line = strtol(detail, &rest, 10);
	if (rest != detail && *rest == ':')
		detail = rest + 1;
	theme_found(t, file, (int)line, "%s", detail + strspn(detail, " "));
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

/* ---- manifest ---- */

/* Blocks of the home page: names that the desk offers. */
static void
manifest_blocks(struct theme_check *t, const char *file,
    const struct json *blocks)
{
	static const char known[] =
	    " headline carousel list band cards plugin ";
	bool list = blocks == NULL || blocks->type == JSON_ARRAY ||
	    (blocks->type == JSON_OBJECT && blocks->first == NULL);

	if (!list)
		theme_found(t, file, 0, "blocks: a list of names is wanted");
	json_each(b, list ? blocks : NULL)
		if (b->type != JSON_STRING || strstr(known, arena_printf(
		    t->arena, " %s ", b->text)) == NULL)
			theme_found(t, file, 0, "blocks: \"%s\" is none of%s",
			    b->type == JSON_STRING ? b->text : "?", known);
}

/* A misspelt member would be passed over in silence. */
static void
manifest_names(struct theme_check *t, const char *file,
    const struct json *data)
{
	static const char known[] = " name title version api parent blocks ";

	json_each(m, data)
		if (m->name == NULL || strstr(known, arena_printf(t->arena,
		    " %s ", m->name)) == NULL)
			theme_found(t, file, 0, "%s: there is no such member"
			    " (%s)", m->name != NULL ? m->name : "?",
			    "name, title, version, api, parent, blocks");
}

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
	if (json_get(data, "parent") != NULL &&
	    json_get_text(data, "parent", NULL) == NULL)
		theme_found(t, file, 0, "parent: the name of a theme is"
		    " wanted");
	manifest_blocks(t, file, json_get(data, "blocks"));
	manifest_names(t, file, data);
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

	while (name[0] != '\0') {
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
			if (parent_of == NULL)
				theme_found_in(t, file, f.detail);
			else
				theme_found(t, parent_of, 0, "parent: %s can't"
				    " be read", file);
			return (false);
		}
		manifest_members(t, file, name, data);
		t->chain[t->chain_count++] = arena_text(t->arena, name);
		name = json_get_text(data, "parent", "");
		/* It is below those that name no parent. */
		if (name[0] == '\0' && !chain_holds(t, BASE))
			name = BASE;
	}
	return (true);
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
		if ((text = theme_file_text(t, file, NULL)) != NULL) {
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
	theme_texts_read(t);
	if ((e = lane_open(&lane, &o, f)) != ERR_OK)
		return (e);
	t->script = lane->script;
	theme_files(t);
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
	if (t.again > 0)
		printf("%d times more on other pages\n", t.again);
	if (t.found == 0)
		printf("%s: good\n", t.name);
	return (t.found == 0 ? EXIT_DONE : EXIT_NO);
}
