/* `mingchuang column create`. */
#include "cli/act.h"
#include "cli/commands.h"

int
column_create_run(const struct cli *cli, int argc, char **argv)
{
	const char *site = NULL, *path = NULL, *title = NULL, *type = NULL;
	const struct cli_option options[] = {
		{ .name = "site", .value = &site },
		{ .name = "path", .value = &path },
		{ .name = "title", .value = &title },
		{ .name = "type", .value = &type },
		{ 0 }
	};
	struct arena *a;
	struct json *in;
	int code;

	argc = cli_options(options, argc, argv);
	if (argc != 1 || site == NULL || path == NULL || title == NULL)
		return (cli_usage("column create"));
	a = arena_alloc();
	in = json_object(a);
	json_put_text(a, in, "path", path);
	json_put_text(a, in, "title", title);
	if (type != NULL)
		json_put_text(a, in, "type", type);
	code = cli_act(cli, site, "column.create", a, in, NULL);
	if (code == EXIT_DONE)
		cli_done(cli, "made the column %s of the site %s", path, site);
	arena_free(a);
	return (code);
}
