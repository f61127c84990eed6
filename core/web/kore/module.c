/*
 * Where Kore calls us: settings, start and end of a worker.
 *
 * Never send SIGHUP to Kore: it loads the module anew without these calls.
 */
#include <kore/kore.h>

#pragma GCC visibility push(default)
#include <kore/hooks.h>
#pragma GCC visibility pop

#include "web/kore/front.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "base/log.h"

#define CACHE_MB 32		/* of finished replies */
#define TICK 500	/* ms: Kore looks at time limits only when it wakes */

struct settings settings;

static const char *
module_text(const char *name)
{
	const char *value = getenv(name);

	return (value != NULL && *value != '\0' ? value : NULL);
}

/* MINGCHUANG_CACHE_MB; 0: every page is made anew, as in development. */
static size_t
module_cache(void)
{
	const char *mb = module_text("MINGCHUANG_CACHE_MB");
	const char *development = module_text("MINGCHUANG_DEVELOPMENT");

	if (mb != NULL)
		return ((size_t)strtoul(mb, NULL, 10) << 20);
	return (development != NULL && strcmp(development, "1") == 0 ? 0 :
	    (size_t)CACHE_MB << 20);
}

static const char *
module_need(const char *name)
{
	const char *value = module_text(name);

	if (value == NULL)
		fatalx("%s isn't set: start the server by `mingchuang serve`",
		    name);
	return (value);
}

void
kore_parent_configure(int argc, char **argv)
{
	const char *connections = module_text("MINGCHUANG_CONNECTIONS");

	/* Else each worker writes what the parent had in its buffer again. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	fflush(stdout);
	settings.root = module_need("MINGCHUANG_ROOT");
	settings.sites = module_need("MINGCHUANG_SITES");
	settings.upload = module_need("MINGCHUANG_UPLOAD");
	settings.tls_cert = module_text("MINGCHUANG_TLS_CERT");
	settings.tls_key = module_text("MINGCHUANG_TLS_KEY");
	settings.tls_folder = module_text("MINGCHUANG_TLS_FOLDER");
	settings.trust = module_text("MINGCHUANG_TRUST");
	settings.tls = settings.tls_cert != NULL;
	settings.cache = module_cache();
	if (connections != NULL)
		settings.connections = (uint32_t)strtoul(connections, NULL, 10);
	if (settings.connections == 0)
		settings.connections = 2000;
	worker_max_connections = settings.connections + CONNECTIONS_RESERVE;
	/* No accept lock: with it one worker takes all connections, and a
	 * slow page keeps new ones waiting. */
	nlisteners = 0;
}

/* In each worker, before its filter: siblings hold our message socket, so
 * Kore never notices a dead parent. */
void
kore_seccomp_hook(void)
{
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() == 1)
		_exit(0);
	seccomp_start();
}

static void
module_tick(void *arg, u_int64_t now)
{
	guard_tick(now);
	log_flush();
}

static void
module_log(void)
{
	const char *path = module_text("MINGCHUANG_LOG");
	struct fault f = { 0 };

	if (path != NULL && log_open(path, log_level_find(
	    module_text("MINGCHUANG_LOG_LEVEL"), LEVEL_INFO), &f) != ERR_OK)
		fatalx("%s: %s", f.name, f.detail);
}

void
kore_worker_configure(void)
{
	module_log();
	/* `ulimit -f` is then an error of write(2), as a full disk is. */
	signal(SIGXFSZ, SIG_IGN);
	proxy_start(settings.trust);
	tls_start();
	refuse_start();
	guard_start();
	lane_start();
	kore_timer_add(module_tick, TICK, NULL, 0);
	log_notice("worker %d started, pid %d", worker->id, getpid());
}

void
kore_worker_teardown(void)
{
	lane_stop();
	log_notice("worker %d ends, pid %d", worker->id, getpid());
	log_close();
}
