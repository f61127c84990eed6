/*
 * `mingchuang feed parse` and `feed fetch`: what the intake makes of a feed,
 * as JSON; fetch goes for it as the clerk does, and says why it doesn't.  To
 * the intake a date without a zone is the site's; a parse takes it for UTC
 * unless told otherwise.
 */
#include <stdio.h>
#include <string.h>

#include "base/time.h"
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

/* "+08:00": two digits each. */
static bool
zone_read(const char *text, long *out)
{
	const char *d = text + 1;
	long hours, minutes;

	if ((text[0] != '+' && text[0] != '-') || strlen(text) != 6 ||
	    text[3] != ':' || strspn(d, "0123456789") != 2 ||
	    strspn(d + 3, "0123456789") != 2)
		return (false);
	hours = (d[0] - '0') * 10 + (d[1] - '0');
	minutes = (d[3] - '0') * 10 + (d[4] - '0');
	*out = (text[0] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
	return (hours <= 14 && minutes <= 59);
}

int
feed_parse_run(const struct cli *cli, int argc, char **argv)
{
	struct feed_source from = { .zone = 0 };
	const char *zone = NULL;
	const struct cli_option options[] = {
		{ "url", .value = &from.url },
		{ "type", .value = &from.type },
		{ "language", .value = &from.language },
		{ "zone", .value = &zone },
		{ NULL }
	};
	struct buf in = { 0 };
	struct arena *a;
	int code = EXIT_NO;

	if (cli_options(options, argc, argv) != 1 ||
	    (zone != NULL && !zone_read(zone, &from.zone)))
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
		    got.language, TIME_ZONE };
		code = feed_print(cli, a, got.body, got.length, &from);
	}
	arena_free(a);
	return (code);
}
