/* `mingchuang feed parse`: what the intake makes of a feed, as JSON. */
#include <stdio.h>

#include "cli/commands.h"
#include "html/feed.h"

int
feed_parse_run(const struct cli *cli, int argc, char **argv)
{
	struct feed_source from = { NULL, NULL };
	const struct cli_option options[] = {
		{ "url", .value = &from.url },
		{ "type", .value = &from.type },
		{ NULL }
	};
	struct buf in = { 0 }, out = { 0 };
	struct fault f = { 0 };
	struct json *parsed;
	struct arena *a;
	int code = EXIT_DONE;

	if (cli_options(options, argc, argv) != 1)
		return (cli_usage("feed parse"));
	a = arena_alloc();
	if (!cli_input(&in, FEED_INPUT_MAX))
		code = EXIT_NO;
	else if (feed_parse(a, buf_string(&in), in.length, &from, &parsed,
	    &f) != ERR_OK)
		code = cli_fault(cli, &f);
	else {
		json_write(&out, parsed);
		printf("%s\n", buf_string(&out));
	}
	buf_cleanup(&in);
	buf_cleanup(&out);
	arena_free(a);
	return (code);
}
