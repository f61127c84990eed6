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

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "base/han.h"
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

/*
 * Kore keeps the last signal only, and forgets it when a worker begins: a
 * SIGTERM that comes then, or just before another signal, is lost, and the
 * parent waits for that worker for ever.  So it is held back until the worker
 * can keep it, and kept until the worker ends.
 */
static volatile sig_atomic_t ending;

static void
ending_block(int how)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	pthread_sigmask(how, &set, NULL);
}

static void
ending_hold(void)
{
	ending_block(SIG_BLOCK);
}

static void
ending_release(void)
{
	ending_block(SIG_UNBLOCK);
}

static void
ending_keep(int sig)
{
	ending = 1;
	sig_recv = sig;
}

/* At the start of a worker. */
static void
ending_start(void)
{
	struct sigaction action = { .sa_handler = ending_keep };

	sigfillset(&action.sa_mask);
	if (sigaction(SIGTERM, &action, NULL) == -1)
		fatal("sigaction: %s", strerror(errno));
	ending_release();
}

/* What is read once and then shared by all workers, copied on write: the
 * dictionaries of the traditional view take longer to read (20 ms, 5 MB) than
 * a loop may wait. */
static void
module_share(void)
{
	static const char text[] = "\xe5\x8f\x91";
	struct fault f = { 0 };
	struct buf out = { 0 };

	if (han_convert(HAN_PRINTED, text, sizeof(text) - 1, &out, &f) !=
	    ERR_OK)
		log_warning("%s: %s", f.name, f.detail);
	buf_cleanup(&out);
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
	/* The child, a worker, goes on holding it. */
	if (pthread_atfork(ending_hold, ending_release, NULL) != 0)
		fatalx("pthread_atfork failed");
	module_share();
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
	if (ending)
		sig_recv = SIGTERM;
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
	listen_start();
	lane_start();
	kore_timer_add(module_tick, TICK, NULL, 0);
	ending_start();
	log_notice("worker %d started, pid %d", worker->id, getpid());
}

void
kore_worker_teardown(void)
{
	lane_stop();
	log_notice("worker %d ends, pid %d", worker->id, getpid());
	log_close();
}
