/*
 * `mingchuang pictures`: makes the sizes of pictures that are missing on all
 * sites, and ends.  The clerk starts it; it dies with the clerk, and whoever
 * makes them next goes on where it stopped.
 */
#include "cli/picture.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "base/time.h"
#include "cli/commands.h"
#include "cms/picture.h"
#include "cms/site.h"

#define NICE 10			/* visitors first */
#define RETRY_SECONDS 600	/* after a failure */

static enum err
site_make(struct cms *cms, const char *name, int64_t *count, struct fault *f)
{
	struct site *site;
	int64_t made = 0;
	enum err e = cms_site(cms, name, &site, f);

	do {
		if (e == ERR_OK)
			e = picture_make(site, &made, f);
		*count += made;
	} while (e == ERR_OK && made > 0);
	return (e);
}

int
pictures_run(const struct cli *cli, int argc, char **argv)
{
	struct arena *a = arena_alloc();
	struct fault f = { .err = ERR_OK };
	struct json *rows = NULL;
	struct cms *cms = NULL;
	int64_t count = 0;
	enum err e;

	(void)argv;
	if (argc != 1) {
		arena_free(a);
		return (cli_usage("pictures"));
	}
	e = cms_open(&cms, cli->root, cli->sites, DB_WRITE, &f);
	if (e == ERR_OK)
		e = site_rows(cms, a, &rows, &f);
	if (e == ERR_OK)
		json_each(row, rows) {
			e = site_make(cms, json_get_text(row, "name", ""),
			    &count, &f);
			if (e != ERR_OK)
				break;
		}
	if (cms != NULL)
		cms_close(cms);
	arena_free(a);
	if (e != ERR_OK)
		return (cli_fault(cli, &f));
	printf("%" PRId64 "\n", count);
	return (EXIT_DONE);
}

static bool
any_waiting(struct cms *cms)
{
	struct arena *a = arena_alloc();
	struct json *rows = NULL;
	struct fault f;
	struct site *site;
	bool any = false;

	if (site_rows(cms, a, &rows, &f) == ERR_OK)
		json_each(row, rows)
			any = any || (cms_site(cms, json_get_text(row,
			    "name", ""), &site, &f) == ERR_OK &&
			    picture_waiting(site));
	arena_free(a);
	return (any);
}

static pid_t
child_start(const struct cli *cli)
{
	pid_t parent = getpid(), pid = fork();
	sigset_t none;

	if (pid != 0)
		return (pid);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent || nice(NICE) == -1 ||
	    dup2(STDERR_FILENO, STDOUT_FILENO) == -1)
		_exit(EXIT_NO);
	execl("/proc/self/exe", "mingchuang", "--sites", cli->sites,
	    "pictures", (char *)NULL);
	_exit(EXIT_NO);
}

void
picture_tend(const struct cli *cli, struct cms *cms)
{
	static pid_t child;
	static int64_t next;
	int status = 0;

	if (child > 0 && waitpid(child, &status, WNOHANG) == child) {
		child = 0;
		if (status != 0) {
			log_warning("clerk: pictures ended with %d", status);
			next = time_now() + RETRY_SECONDS;
		}
	}
	if (child <= 0 && time_now() >= next && any_waiting(cms) &&
	    (child = child_start(cli)) == -1)
		log_warning("clerk: pictures: %s", strerror(errno));
}
