/*
 * `mingchuang import`: what an old site holds becomes drafts of a user here.
 * On standard output a JSON object for each item that is in, on standard error
 * a line, FILE:LINE: SENTENCE, for all that was refused or left out.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "cli/commands.h"
#include "cli/import.h"
#include "cms/user.h"
#include "script/script.h"

/* ---- items ---- */

/* Another item can be right; other faults are everybody's. */
static bool
is_of_item(enum err e)
{
	return (e == ERR_INPUT || e == ERR_TYPE || e == ERR_TOO_LARGE ||
	    e == ERR_CONFLICT || e == ERR_SYNTAX);
}

static enum err
refuse(struct importing *g, const struct json *item, enum err e)
{
	if (!is_of_item(e))
		return (e);
	import_tell(g, json_get_int(item, "line", 0),
	    json_get_text(item, "title", ""), &g->fault);
	memset(&g->fault, 0, sizeof(g->fault));
	g->refused++;
	return (ERR_OK);
}

static enum err
take(void *arg, struct arena *a, struct json *item)
{
	struct importing *g = arg;
	const struct json *refused = json_get(item, "refused");
	struct json *made = NULL;
	enum err e;

	if (refused != NULL) {
		import_tell_note(g, item, refused);
		g->refused++;
		return (ERR_OK);
	}
	e = import_take(&g->m, a, item, &made);
	if (e == ERR_OK && json_get_bool(made, "already", false)) {
		g->already++;
		import_print(g, item, made);
		return (ERR_OK);
	}
	json_each(note, json_get(item, "notes"))
		import_tell_note(g, item, note);
	if (e != ERR_OK)
		return (refuse(g, item, e));
	memset(&g->fault, 0, sizeof(g->fault));
	g->made++;
	import_print(g, item, made);
	return (ERR_OK);
}

/* ---- files ---- */

static enum err
file_read(struct importing *g, FILE *file, struct buf *out)
{
	size_t n;

	while (out->length <= IMPORT_FILE_MAX &&
	    (n = fread(buf_room(out, 65536), 1, 65536, file)) > 0)
		buf_came(out, n);
	if (out->length > IMPORT_FILE_MAX)
		return (fault_set(&g->fault, ERR_TOO_LARGE, "import.large",
		    NULL, "%u", IMPORT_FILE_MAX / 1024 / 1024));
	return (ferror(file) ? fault_set(&g->fault, ERR_INPUT, "import.file",
	    NULL, NULL) : ERR_OK);
}

static enum err
read_wxr(struct importing *g, FILE *file)
{
	struct json *left = NULL;
	struct arena *a = arena_alloc();
	enum err e = import_wxr(file, a, take, g, &left, &g->fault);

	if (e == ERR_OK)
		import_tell_counts(g, "import.left", left);
	arena_free(a);
	return (e);
}

static enum err
read_csv(struct importing *g, FILE *file)
{
	struct buf text = { 0 };
	enum err e = file_read(g, file, &text);

	if (e == ERR_OK)
		e = import_csv(&text, take, g, &g->fault);
	buf_cleanup(&text);
	return (e);
}

/* One item, known by the file's bytes. */
static enum err
take_whole(struct importing *g, struct arena *a, struct json *item,
    const struct buf *bytes)
{
	char hash[HASH_SIZE];
	enum err e;

	hash_hex(buf_string(bytes), bytes->length, hash);
	json_put_text(a, item, "key", hash);
	e = take(g, a, item);
	g->m.docx = NULL;
	return (e);
}

static enum err
read_docx(struct importing *g, FILE *file)
{
	struct arena *a = arena_alloc();
	struct buf bytes = { 0 };
	struct import_docx *docx = NULL;
	struct json *item = NULL;
	enum err e = file_read(g, file, &bytes);

	if (e == ERR_OK)
		e = import_docx_check(&g->call, "x.docx", buf_string(&bytes),
		    bytes.length);
	if (e == ERR_OK)
		e = import_docx(buf_string(&bytes), bytes.length, a, &docx,
		    &item, &g->fault);
	g->m.docx = docx;
	if (e == ERR_OK)
		e = take_whole(g, a, item, &bytes);
	g->m.docx = NULL;
	buf_cleanup(&bytes);
	arena_free(a);
	return (e);
}

static enum err
read_html(struct importing *g, FILE *file)
{
	struct arena *a = arena_alloc();
	struct buf bytes = { 0 };
	struct json *item = NULL;
	enum err e = file_read(g, file, &bytes);

	if (e == ERR_OK)
		e = import_page(buf_string(&bytes), bytes.length, a, &item,
		    &g->fault);
	/* In a copy of the whole site a page lies where it was. */
	if (e == ERR_OK && json_get(item, "link") == NULL && g->files != NULL)
		json_put_text(a, item, "link", arena_printf(a, "/%s",
		    g->m.page));
	if (e == ERR_OK)
		e = take_whole(g, a, item, &bytes);
	buf_cleanup(&bytes);
	arena_free(a);
	return (e);
}

static const struct {
	const char	*kind;
	enum err	(*read)(struct importing *g, FILE *file);
} KINDS[] = {
	{ "wxr", read_wxr }, { "docx", read_docx }, { "html", read_html },
	{ "csv", read_csv },
};
#define KINDS_COUNT (sizeof(KINDS) / sizeof(KINDS[0]))

/* Where the file lies below the folder of old files, and its bare name. */
static void
places(struct importing *g, char path[PATH_MAX], char folder[PATH_MAX],
    char name[NAME_MAX + 1])
{
	const char *base;
	size_t n;

	if (realpath(g->file, path) == NULL)
		snprintf(path, PATH_MAX, "%s", g->file);
	base = strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path;
	if (g->files == NULL || realpath(g->files, folder) == NULL)
		snprintf(folder, PATH_MAX, "%.*s", base > path + 1 ?
		    (int)(base - path - 1) : 1, base > path ? path : ".");
	n = strlen(folder);
	g->m.files = folder;
	g->m.page = strncmp(path, folder, n) == 0 && path[n] == '/' ?
	    path + n + 1 : base;
	utf8_copy(name, NAME_MAX + 1, base);
	if (strrchr(name, '.') != NULL && strrchr(name, '.') != name)
		*strrchr(name, '.') = '\0';
	g->m.name = strcmp(g->m.kind, "docx") == 0 ||
	    strcmp(g->m.kind, "html") == 0 ? name : "";
}

static enum err
file_import(struct importing *g, size_t kind)
{
	char path[PATH_MAX], folder[PATH_MAX], name[NAME_MAX + 1];
	FILE *file = fopen(g->file, "re");
	struct stat st;
	enum err e;

	if (file == NULL || fstat(fileno(file), &st) == -1 ||
	    !S_ISREG(st.st_mode)) {
		if (file != NULL)
			fclose(file);
		return (fault_set(&g->fault, ERR_INPUT, "import.file", NULL,
		    NULL));
	}
	places(g, path, folder, name);
	e = KINDS[kind].read(g, file);
	fclose(file);
	return (e);
}

/* ---- all of it ---- */

/* What forms call the type's fields: a table's first line may, too. */
static enum err
texts_load(struct importing *g, const struct cli *cli)
{
	const char *plugin = g->m.type->plugin;
	char path[PATH_MAX];

	g->texts = lang_alloc();
	g->m.texts = g->texts;
	if (plugin != NULL) {
		snprintf(path, sizeof(path), "%s/plugins/%s/lang/zh.lang",
		    cli->root, plugin);
		(void)lang_load(g->texts, path, NULL);
	}
	snprintf(path, sizeof(path), "%s/core/lang/zh.lang", cli->root);
	return (lang_load(g->texts, path, &g->fault));
}

static enum err
importing_open(struct importing *g, const struct cli *cli, const char *site,
    const char *user)
{
	struct fault *f = &g->fault;
	int64_t id = 0;
	enum err e;

	g->call = (struct call){ .actor = &g->actor, .fault = f };
	e = cms_open(&g->call.cms, cli->root, cli->sites, DB_WRITE, f);
	if (e == ERR_OK)
		e = script_alloc(&g->script, g->call.cms, cli->root, f);
	if (e == ERR_OK)
		(void)script_plugins(g->script, g->m.arena);
	if (e == ERR_OK)
		e = cms_site(g->call.cms, site, &g->call.site, f);
	if (e == ERR_OK)
		e = user_id(g->call.cms, user, &id, f);
	if (e == ERR_OK && id == 0)
		e = fault_set(f, ERR_NOT_FOUND, "user.unknown", "user", "%s",
		    user);
	if (e == ERR_OK)
		e = actor_load(g->call.cms, id, g->m.arena, &g->actor, f);
	/* Nobody signs in here: a password that ran out is no matter. */
	g->actor.must_change = false;
	g->m.c = &g->call;
	if (e == ERR_OK)
		e = import_begin(&g->m);
	return (e == ERR_OK ? texts_load(g, cli) : e);
}

static void
files_import(struct importing *g, size_t kind, int count, char **files)
{
	enum err e = ERR_OK;
	char counts[100];
	int i;

	for (i = 0; i < count && (e == ERR_OK || is_of_item(e)); i++) {
		g->file = files[i];
		if ((e = file_import(g, kind)) == ERR_OK)
			continue;
		g->refused++;
		import_tell(g, 0, "", &g->fault);
		memset(&g->fault, 0, sizeof(g->fault));
	}
	import_tell_counts(g, "import.missing", g->m.missing);
	snprintf(counts, sizeof(counts), "%zu / %zu / %zu", g->made,
	    g->already, g->refused);
	if (g->refused > 0 || !g->quiet)
		import_tell_file(g, g->m.trial ? "import.trial" :
		    "import.done", counts);
}

static int
import_all(const struct cli *cli, struct importing *g, size_t kind,
    const char *site, const char *user, int count, char **files)
{
	int code = EXIT_NO;

	g->lang = cli_lang(cli);
	g->quiet = cli->quiet != 0;
	g->m.kind = KINDS[kind].kind;
	g->m.arena = arena_alloc();
	if (importing_open(g, cli, site, user) != ERR_OK)
		(void)cli_fault(cli, &g->fault);
	else {
		files_import(g, kind, count, files);
		code = g->refused == 0 ? EXIT_DONE : EXIT_NO;
	}
	script_free(g->script);
	cms_close(g->call.cms);
	arena_free(g->m.arena);
	lang_free(g->texts);
	lang_free(g->lang);
	return (code);
}

int
import_run(const struct cli *cli, int argc, char **argv)
{
	const char *site = NULL, *user = NULL;
	struct importing g = { .made = 0 };
	int trial = 0;
	const struct cli_option options[] = {
		{ .name = "site", .value = &site },
		{ .name = "column", .value = &g.m.column },
		{ .name = "user", .value = &user },
		{ .name = "files", .value = &g.files },
		{ .name = "dry-run", .flag = &trial },
		{ 0 }
	};
	size_t kind = 0;

	argc = cli_options(options, argc, argv);
	while (argc > 1 && kind < KINDS_COUNT &&
	    strcmp(argv[1], KINDS[kind].kind) != 0)
		kind++;
	if (argc < 3 || kind == KINDS_COUNT || site == NULL || user == NULL ||
	    g.m.column == NULL)
		return (cli_usage("import"));
	g.m.trial = trial != 0;
	return (import_all(cli, &g, kind, site, user, argc - 2, argv + 2));
}
