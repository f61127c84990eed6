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
#include "cli/fetch.h"
#include "cli/picture.h"
#include "cms/clerk.h"
#include "cms/site.h"
#include "script/script.h"

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

/* A job of plugins for each site; true where one was done, so that there may
 * be another. */
static bool
clerk_work(struct cms *cms, struct script *script)
{
	struct arena *a = arena_alloc();
	struct json *rows = NULL;
	struct fault f = { .err = ERR_OK };
	struct site *site;
	bool any = false, more = false;

	if (site_rows(cms, a, &rows, &f) != ERR_OK)
		rows = NULL;
	json_each(row, rows) {
		const char *name = json_get_text(row, "name", "");

		if (cms_site(cms, name, &site, &f) != ERR_OK ||
		    script_work(script, site, time_now(), &more, &f) !=
		    ERR_OK)
			log_warning("clerk: site %s: %s %s", name, f.name,
			    f.detail);
		any |= more;
	}
	arena_free(a);
	return (any);
}

int
clerk_run(const struct cli *cli, int argc, char **argv)
{
	const struct timespec pause = { .tv_sec = ROUND_SECONDS };
	const struct timespec at_once = { 0 };
	struct fault f = { .err = ERR_OK };
	struct fetch_rules rules = { .allow = fetch_allowed() };
	struct script *script = NULL;
	struct cms *cms;
	sigset_t waiting;
	int64_t published;

	(void)argv;
	if (argc != 1)
		return (cli_usage("clerk"));
	if (cms_open(&cms, cli->root, cli->sites, DB_WRITE, &f) != ERR_OK)
		return (cli_fault(cli, &f));
	if (script_alloc(&script, cms, cli->root, &f) != ERR_OK) {
		cms_close(cms);
		return (cli_fault(cli, &f));
	}
	script_set_fetcher(script, fetch_url, &rules);
	signals_hold(&waiting);
	while (!stopping) {
		f.name = NULL;
		if (clerk_run_once(cms, time_now(), &published, &f) != ERR_OK)
			log_warning("clerk: %s %s", f.name != NULL ? f.name :
			    "fault", f.detail);
		picture_tend(cli, cms);
		log_flush();
		(void)ppoll(NULL, 0, clerk_work(cms, script) ? &at_once :
		    &pause, &waiting);
	}
	script_free(script);
	cms_close(cms);
	return (EXIT_DONE);
}
