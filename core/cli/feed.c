/*
 * `mingchuang feed parse` and `feed fetch`: what the intake makes of a feed,
 * as JSON; fetch goes for it as the clerk does, and says why it doesn't.
 */
#include <stdio.h>

#include "cli/commands.h"
#include "cli/fetch.h"
#include "html/feed.h"

/* Prints the parse; returns an exit code. */
static int
feed_print(const struct cli *cli, struct arena *a, const char *text,
    size_t length, const struct feed_source *from)
{
	struct buf out = { 0 };
	struct fault f = { 0 };
	struct json *parsed;

	if (feed_parse(a, text, length, from, &parsed, &f) != ERR_OK)
		return (cli_fault(cli, &f));
	json_write(&out, parsed);
	printf("%s\n", buf_string(&out));
	buf_cleanup(&out);
	return (EXIT_DONE);
}

int
feed_parse_run(const struct cli *cli, int argc, char **argv)
{
	struct feed_source from = { NULL, NULL, NULL };
	const struct cli_option options[] = {
		{ "url", .value = &from.url },
		{ "type", .value = &from.type },
		{ "language", .value = &from.language },
		{ NULL }
	};
	struct buf in = { 0 };
	struct arena *a;
	int code = EXIT_NO;

	if (cli_options(options, argc, argv) != 1)
		return (cli_usage("feed parse"));
	a = arena_alloc();
	if (cli_input(&in, FEED_INPUT_MAX))
		code = feed_print(cli, a, buf_string(&in), in.length, &from);
	buf_cleanup(&in);
	arena_free(a);
	return (code);
}

int
feed_fetch_run(const struct cli *cli, int argc, char **argv)
{
	struct fetch_rules rules = { 0 };
	const struct cli_option options[] = {
		{ "fetch-allow", .value = &rules.allow },
		{ NULL }
	};
	struct fetch in = { 0 };
	struct fetched got;
	struct feed_source from;
	struct fault f = { 0 };
	struct arena *a;
	int code = EXIT_NO;

	if (cli_options(options, argc, argv) != 2)
		return (cli_usage("feed fetch"));
	in.url = argv[1];
	a = arena_alloc();
	if (fetch_url(&rules, a, &in, &got, &f) != ERR_OK)
		code = cli_fault(cli, &f);
	else if (got.status != 200)
		cli_say("%s answered with status %d", got.url, got.status);
	else {
		from = (struct feed_source){ got.url, got.type,
		    got.language };
		code = feed_print(cli, a, got.body, got.length, &from);
	}
	arena_free(a);
	return (code);
}
