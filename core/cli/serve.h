/*
 * `mingchuang serve` in its parts: what it was asked for, Kore's
 * configuration, and the children it watches.
 */
#ifndef CLI_SERVE_H
#define CLI_SERVE_H

#include <stdbool.h>
#include <sys/types.h>

#include "cli/main.h"

struct serve {
	const struct cli *cli;
	const char	*address, *trust, *tls_cert, *tls_key, *tls_folder;
	const char	*module;	/* what Kore loads */
	const char	*level;		/* of the log */
	const char	*run;		/* SITES/.run */
	int		port, workers, connections;
	int		clerk;		/* false: none is started */
	int		restart;	/* a worker that dies */
	int		data;		/* false: the module has none */
	int		lock;		/* of run.lock; never closed */
};

/* serve_conf.c: the folder SITES/.run with everything in it, and what the
 * module reads from the environment.  -1 after telling what is wrong. */
int serve_prepare(struct serve *s);
/* Is the port free?  Fills in s->port where it is 0. */
int serve_port(struct serve *s);

/* serve_data.c: brings hub.db and the sites' databases up to date.  -1 after
 * telling what is wrong. */
int serve_data(const struct serve *s);

/* Prints the address of each site. */
void serve_addresses(const struct serve *s);

/* serve_probe.c: does the server answer on its port? */
bool serve_answers(const struct serve *s);

/* serve_watch.c: starts the children and watches them until the end; returns
 * an exit code. */
int serve_watch(const struct serve *s);

#endif
