/*
 * `mingchuang serve`: Kore and the clerk as children of one process in the
 * foreground.
 *
 * Not root is enough for everything but ports below 1024.  Kore runs with -nr:
 * as whoever started it, and without chroot, since sites, themes and plugins
 * lie wherever the owner has put them; what workers may do is limited by their
 * system call filter instead.
 */
#include "cli/serve.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"

#define PORT_DEFAULT 8080
#define WORKERS_DEFAULT 2
#define WORKERS_MAX 64
#define CONNECTIONS_DEFAULT 2000	/* of each worker */
#define CONNECTIONS_MAX 60000

static int
serve_number(int *out, const char *option, const char *value, long min,
    long max)
{
	long n;

	if (value == NULL)
		return (0);
	if ((n = cli_number(option, value, min, max)) == -1)
		return (-1);
	*out = (int)n;
	return (0);
}

/* BUILD/mingchuang.so beside BUILD/mingchuang. */
static const char *
serve_module(const struct cli *cli)
{
	static char path[PATH_MAX + 8];

	snprintf(path, sizeof(path), "%s.so", cli->program);
	return (path);
}

int
serve_run(const struct cli *cli, int argc, char **argv)
{
	struct serve s = { .cli = cli, .address = "127.0.0.1",
		.port = PORT_DEFAULT, .workers = WORKERS_DEFAULT,
		.connections = CONNECTIONS_DEFAULT, .level = "info",
		.module = serve_module(cli) };
	const char *fetch_allow = NULL;
	const char *port = NULL, *workers = NULL, *connections = NULL;
	int no_clerk = 0, no_restart = 0, development = 0;
	const struct cli_option options[] = {
		{ .name = "port", .value = &port },
		{ .name = "workers", .value = &workers },
		{ .name = "address", .value = &s.address },
		{ .name = "trust", .value = &s.trust },
		{ .name = "tls-cert", .value = &s.tls_cert },
		{ .name = "tls-key", .value = &s.tls_key },
		{ .name = "tls-folder", .value = &s.tls_folder },
		{ .name = "connections", .value = &connections },
		{ .name = "log-level", .value = &s.level },
		/* For tests. */
		{ .name = "module", .value = &s.module },
		{ .name = "fetch-allow", .value = &fetch_allow },
		{ .name = "no-clerk", .flag = &no_clerk },
		{ .name = "no-restart", .flag = &no_restart },
		{ .name = "development", .flag = &development },
		{ .name = NULL }
	};

	argc = cli_options(options, argc, argv);
	if (argc == -1 ||
	    serve_number(&s.port, "port", port, 0, 65535) == -1 ||
	    serve_number(&s.workers, "workers", workers, 1,
	    WORKERS_MAX) == -1 ||
	    serve_number(&s.connections, "connections", connections, 1,
	    CONNECTIONS_MAX) == -1)
		return (EXIT_USAGE);
	if (argc > 1) {
		cli_say("serve doesn't know what \"%s\" is", argv[1]);
		return (cli_usage("serve"));
	}
	if ((s.tls_cert == NULL) != (s.tls_key == NULL) ||
	    (s.tls_folder != NULL && s.tls_cert == NULL)) {
		cli_say("--tls-cert and --tls-key belong together");
		return (cli_usage("serve"));
	}
	if (development)	/* for the workers: script.h, cache */
		setenv("MINGCHUANG_DEVELOPMENT", "1", 1);
	if (fetch_allow != NULL)	/* for workers and clerk */
		setenv("MINGCHUANG_FETCH_ALLOW", fetch_allow, 1);
	s.clerk = !no_clerk;
	s.restart = !no_restart;
	s.data = s.module == serve_module(cli);
	if (serve_prepare(&s) == -1 || serve_port(&s) == -1 ||
	    (s.data && serve_data(&s) == -1))
		return (EXIT_NO);
	return (serve_watch(&s));
}
