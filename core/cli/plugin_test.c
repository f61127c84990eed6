/* `mingchuang plugin test`: runs plugins' own tests. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/plugin_site.h"
#include "cms/act.h"
#include "script/script.h"
#include "script/test.h"

static enum err
ask_act(struct play *p, const struct json *in, struct arena *a,
    struct json **out, struct fault *f)
{
	struct call c;
	enum err e = play_call(p, json_get_text(in, "as", NULL), &c, a, f);

	return (e != ERR_OK ? e : act_call(&c, json_get_text(in, "name", ""),
	    json_get(in, "input"), out));
}

/* The plugin's job, as the clerk does it, or its command. */
static enum err
ask_work(struct play *p, const char *what, const struct json *in,
    struct arena *a, struct json **out, struct fault *f)
{
	const char *name = json_get_text(in, "name", "");
	struct call c;
	enum err e = play_call(p, NULL, &c, a, f);

	if (e != ERR_OK)
		return (e);
	if (strcmp(what, "job") == 0)
		return (script_work_now(p->staff->script, c.site, p->plugin,
		    name, f));
	return (script_command(p->staff->script, &c, p->plugin, name,
	    json_get(in, "input"), out, f));
}

static enum err
tester_ask(void *arg, const char *what, const struct json *in,
    struct arena *a, struct json **out, struct fault *f)
{
	struct play *p = arg;

	if (strcmp(what, "fresh") == 0)
		return (play_fresh(p, a, f));
	if (p->visitors == NULL)
		return (fault_set(f, ERR_NOT_FOUND, "site.needed", NULL, "%s",
		    what));
	if (strcmp(what, "request") == 0)
		return (play_request(p, in, a, out, f));
	if (strcmp(what, "job") == 0 || strcmp(what, "command") == 0)
		return (ask_work(p, what, in, a, out, f));
	return (ask_act(p, in, a, out, f));
}

static void
tester_tell(void *arg, const char *line)
{
	(void)arg;
	puts(line);
	fflush(stdout);
}

/* "qa" of plugins/qa/tests/ask.lua. */
static bool
plugin_of_file(const char *path, char *name, size_t size)
{
	const char *tests = strstr(path, "/tests/"), *p = tests;

	if (tests == NULL || strchr(tests + 7, '/') != NULL)
		return (false);
	while (p > path && p[-1] != '/')
		p--;
	return (snprintf(name, size, "%.*s", (int)(tests - p), p) <
	    (int)size && name[0] != '\0');
}

static int
test_file(const struct cli *cli, const char *file)
{
	char path[PATH_MAX], name[64];
	struct play play = { .cli = cli, .plugin = name };
	const struct script_tester tester = { tester_ask, tester_tell,
	    &play };
	struct fault f = { .err = ERR_OK };
	int failed = 0;
	enum err e;

	if (realpath(file, path) == NULL ||
	    !plugin_of_file(path, name, sizeof(name))) {
		cli_say("%s: a file plugins/NAME/tests/WHAT.lua is wanted",
		    file);
		return (EXIT_USAGE);
	}
	e = script_test(cli->root, path, file, &tester, &failed, &f);
	play_end(&play);
	if (e == ERR_OK)
		return (failed == 0 ? EXIT_DONE : EXIT_NO);
	printf("not ok %s\n# %s\n", file, f.detail);
	return (EXIT_NO);
}

int
plugin_test_run(const struct cli *cli, int argc, char **argv)
{
	int i, code = EXIT_DONE, one;

	if (argc < 2)
		return (cli_usage("plugin test"));
	for (i = 1; i < argc; i++)
		if ((one = test_file(cli, argv[i])) > code)
			code = one;
	return (code);
}
