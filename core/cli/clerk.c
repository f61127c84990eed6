/*
 * `mingchuang clerk`: does what is timed, once a second, until it is told to
 * stop.  Killed at any moment it loses nothing: what was due stays due.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>

#include "base/log.h"
#include "base/time.h"
#include "cli/commands.h"
#include "cms/clerk.h"

#define ROUND_SECONDS 1

static volatile sig_atomic_t stopping;

static void
stop(int signal_number)
{
	(void)signal_number;
	stopping = 1;
}

/* Signals arrive only while waiting, so that none comes between the look at
 * `stopping` and the wait. */
static void
signals_hold(sigset_t *waiting)
{
	struct sigaction action;
	sigset_t held;

	memset(&action, 0, sizeof(action));
	action.sa_handler = stop;
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
	sigemptyset(&held);
	sigaddset(&held, SIGTERM);
	sigaddset(&held, SIGINT);
	sigaddset(&held, SIGHUP);
	sigprocmask(SIG_BLOCK, &held, waiting);
}

int
clerk_run(const struct cli *cli, int argc, char **argv)
{
	const struct timespec pause = { .tv_sec = ROUND_SECONDS };
	struct fault f = { .err = ERR_OK };
	struct cms *cms;
	sigset_t waiting;
	int64_t published;

	(void)argv;
	if (argc != 1)
		return (cli_usage("clerk"));
	if (cms_open(&cms, cli->root, cli->sites, DB_WRITE, &f) != ERR_OK)
		return (cli_fault(cli, &f));
	signals_hold(&waiting);
	while (!stopping) {
		f.name = NULL;
		if (clerk_run_once(cms, time_now(), &published, &f) != ERR_OK)
			log_warning("clerk: %s %s", f.name != NULL ? f.name :
			    "fault", f.detail);
		log_flush();
		(void)ppoll(NULL, 0, &pause, &waiting);
	}
	cms_close(cms);
	return (EXIT_DONE);
}
