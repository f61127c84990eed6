/* `mingchuang search`: what visitors find, as JSON; and the index anew. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/act.h"
#include "cli/commands.h"
#include "cms/search.h"

int
search_run_command(const struct cli *cli, int argc, char **argv)
{
	const char *site = NULL, *column = NULL, *type = NULL, *from = NULL;
	const char *to = NULL, *cursor = NULL, *limit = NULL;
	const struct cli_option options[] = { { .name = "site",
	    .value = &site }, { .name = "column", .value = &column },
	    { .name = "type", .value = &type }, { .name = "from",
	    .value = &from }, { .name = "to", .value = &to },
	    { .name = "cursor", .value = &cursor }, { .name = "limit",
	    .value = &limit }, { .name = NULL } };
	struct arena *a = arena_alloc();
	struct json *in = json_object(a), *out = NULL;
	int code = EXIT_USAGE;
	long n = 0;

	if (cli_options(options, argc, argv) != 2 || site == NULL ||
	    (limit != NULL && (n = cli_number("limit", limit, 1,
	    SEARCH_LIMIT_MAX)) == -1)) {
		arena_free(a);
		return (cli_usage("search"));
	}
	json_put_text(a, in, "q", argv[1]);
	json_put_text(a, in, "column", column);
	json_put_text(a, in, "type", type);
	json_put_text(a, in, "from", from);
	json_put_text(a, in, "to", to);
	json_put_text(a, in, "cursor", cursor);
	if (limit != NULL)
		json_put_int(a, in, "limit", n);
	code = cli_act(cli, site, "live.search", a, in, &out);
	if (code == EXIT_DONE) {
		cli_print(out);
		code = json_get_int(out, "total", 0) > 0 ? EXIT_DONE : EXIT_NO;
	}
	arena_free(a);
	return (code);
}

int
search_rebuild_run(const struct cli *cli, int argc, char **argv)
{
	const char *name = NULL;
	const struct cli_option options[] = { { .name = "site",
	    .value = &name }, { .name = NULL } };
	struct fault f = { .err = ERR_OK };
	struct cms *cms;
	struct site *site;
	int64_t done = 0;
	enum err e;

	if (cli_options(options, argc, argv) != 1 || name == NULL)
		return (cli_usage("search rebuild"));
	e = cms_open(&cms, cli->root, cli->sites, DB_WRITE, &f);
	if (e == ERR_OK) {
		e = cms_site(cms, name, &site, &f);
		if (e == ERR_OK)
			e = search_rebuild(site, &done, &f);
		cms_close(cms);
	}
	if (e != ERR_OK)
		return (cli_fault(cli, &f));
	printf("%" PRId64 " entries indexed\n", done);
	return (EXIT_DONE);
}
