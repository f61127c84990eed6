/*
 * The sub-commands: one line each, in the order in which help shows them, and
 * the function in the file of that name.
 */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/main.h"

int serve_run(const struct cli *cli, int argc, char **argv);

#define COMMANDS \
	COMMAND("serve", serve_run, \
	    "[--port N] [--workers N] [--address A] [--trust NETWORKS] " \
	    "[--tls-cert FILE --tls-key FILE [--tls-folder DIR]]", \
	    "serves all sites, with the clerk, until it is stopped")

#endif
