/* `mingchuang routes`: the router's table, a line each: method, pattern,
 * permission, name, separated by tabs. */
#include <stdio.h>

#include "cli/commands.h"
#include "web/lane.h"
#include "web/route.h"

static void
route_print(const struct route *r, void *arg)
{
	(void)arg;
	printf("%s\t%s\t%s\t%s\n", method_name(r->method), r->pattern,
	    r->permission, r->name);
}

int
routes_run(const struct cli *cli, int argc, char **argv)
{
	const struct lane_options o = { .root = cli->root,
		.sites = cli->sites, .staff = true };
	struct lane *lane;
	struct fault f = { 0 };
	enum err e;

	(void)argv;
	if (argc > 1)
		return (cli_usage("routes"));
	if ((e = lane_open(&lane, &o, &f)) == ERR_OK) {
		e = route_walk(lane, NULL, route_print, NULL, &f);
		lane_close(lane);
	}
	return (e == ERR_OK ? EXIT_DONE : cli_fault(cli, &f));
}
