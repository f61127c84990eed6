/* `mingchuang entry list` and `entry show`: JSON, an object a line. */
#include <stdlib.h>

#include "cli/act.h"
#include "cli/commands.h"

/* One page after the other, until there is no next. */
static int
list_print(const struct cli *cli, const char *site, const char *state,
    const char *column)
{
	struct arena *a = arena_alloc();
	struct json *in, *out;
	const char *cursor = "";
	int code;

	do {
		in = json_object(a);
		if (state != NULL)
			json_put_text(a, in, "state", state);
		if (column != NULL)
			json_put_text(a, in, "column", column);
		json_put_text(a, in, "cursor", cursor);
		json_put_int(a, in, "limit", 100);
		code = cli_act(cli, site, "entry.list", a, in, &out);
		if (code != EXIT_DONE)
			break;
		json_each(entry, json_get(out, "entries"))
			cli_print(entry);
		cursor = json_get_text(out, "next", "");
	} while (cursor[0] != '\0');
	arena_free(a);
	return (code);
}

int
entry_list_run(const struct cli *cli, int argc, char **argv)
{
	const char *site = NULL, *state = NULL, *column = NULL;
	const struct cli_option options[] = {
		{ .name = "site", .value = &site },
		{ .name = "state", .value = &state },
		{ .name = "column", .value = &column },
		{ 0 }
	};

	argc = cli_options(options, argc, argv);
	if (argc != 1 || site == NULL)
		return (cli_usage("entry list"));
	return (list_print(cli, site, state, column));
}

int
entry_show_run(const struct cli *cli, int argc, char **argv)
{
	const char *site = NULL;
	const struct cli_option options[] = {
		{ .name = "site", .value = &site },
		{ 0 }
	};
	struct arena *a;
	struct json *in, *out;
	long long id;
	char *end;
	int code;

	argc = cli_options(options, argc, argv);
	if (argc != 2 || site == NULL)
		return (cli_usage("entry show"));
	id = strtoll(argv[1], &end, 10);
	if (*end != '\0' || id < 1) {
		cli_say("%s isn't the number of an entry", argv[1]);
		return (EXIT_USAGE);
	}
	a = arena_alloc();
	in = json_object(a);
	json_put_int(a, in, "id", id);
	code = cli_act(cli, site, "entry.read", a, in, &out);
	if (code == EXIT_DONE)
		cli_print(out);
	arena_free(a);
	return (code);
}
