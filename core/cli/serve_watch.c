/*
 * The children of `mingchuang serve`: Kore's parent and the clerk.  Both die
 * with this process, however it ends (PDEATHSIG).  When Kore ends, all ends;
 * a clerk that dies is started again after a pause that grows while it keeps
 * dying, since the sites go on without it.
 */
#include "cli/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define START_TIME 30	/* seconds for the server to answer */
#define STOP_TIME 15	/* seconds for children to end by themselves */
#define PAUSE_MAX 60	/* seconds before a clerk is started again */
#define TAIL 2000	/* bytes of Kore's output that are shown */

struct watch {
	const struct serve *serve;
	pid_t		kore, clerk;	/* 0: not running */
	time_t		clerk_started, clerk_due;	/* monotonic seconds */
	int		clerk_pause;
	bool		stopping;
	sigset_t	signals, before;
};

static time_t
watch_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec);
}

/* In the child: dies with its parent, takes signals, is another program.  In a
 * group of its own: Ctrl-C is for the parent, which ends its children. */
static void
watch_child(const struct watch *w, pid_t parent, const char *out,
    const char *folder, const char *const *argv)
{
	int fd;

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(0);
	setpgid(0, 0);
	sigprocmask(SIG_SETMASK, &w->before, NULL);
	if (out != NULL) {
		fd = open(out, O_WRONLY | O_CREAT | O_TRUNC, 0600);
		if (fd != -1)
			dup2(fd, STDOUT_FILENO);
	}
	if (folder != NULL && chdir(folder) == -1)
		cli_say("%s: %s", folder, strerror(errno));
	execvp(argv[0], (char *const *)(uintptr_t)argv);
	cli_say("%s: %s", argv[0], errno == ENOENT ?
	    "not installed: run `make packages`" : strerror(errno));
	_exit(127);
}

static pid_t
watch_start(const struct watch *w, const char *out, const char *folder,
    const char *const *argv)
{
	pid_t parent = getpid(), pid = fork();

	if (pid == 0)
		watch_child(w, parent, out, folder, argv);
	if (pid == -1)
		cli_say("fork: %s", strerror(errno));
	return (pid > 0 ? pid : 0);
}

static void
watch_start_kore(struct watch *w)
{
	static const char *const argv[] = { "kore", "-f", "-n", "-r", "-c",
		"kore.conf", NULL };
	char out[PATH_MAX];

	snprintf(out, sizeof(out), "%s/kore.out", w->serve->run);
	w->kore = watch_start(w, out, w->serve->run, argv);
}

static void
watch_start_clerk(struct watch *w)
{
	const struct cli *cli = w->serve->cli;
	const char *const argv[] = { cli->program, "--sites", cli->sites,
		"clerk", NULL };

	w->clerk = watch_start(w, NULL, NULL, argv);
	w->clerk_started = watch_now();
	w->clerk_due = 0;
}

/* What Kore said last: why it ended. */
static void
watch_tail(const struct watch *w)
{
	char path[PATH_MAX], text[TAIL + 1];
	FILE *file;
	size_t n;

	snprintf(path, sizeof(path), "%s/kore.out", w->serve->run);
	if ((file = fopen(path, "r")) == NULL)
		return;
	if (fseek(file, -TAIL, SEEK_END) == -1)
		rewind(file);
	n = fread(text, 1, TAIL, file);
	fclose(file);
	fwrite(text, 1, n, stderr);
}

static void
watch_clerk_died(struct watch *w, int status)
{
	time_t now = watch_now();

	w->clerk = 0;
	if (w->stopping)
		return;
	if (now - w->clerk_started > PAUSE_MAX)
		w->clerk_pause = 0;
	w->clerk_pause = w->clerk_pause == 0 ? 1 : w->clerk_pause * 2;
	if (w->clerk_pause > PAUSE_MAX)
		w->clerk_pause = PAUSE_MAX;
	w->clerk_due = now + w->clerk_pause;
	cli_say("the clerk ended (%s %d) and is started again in %d s",
	    WIFSIGNALED(status) ? "signal" : "exit",
	    WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status),
	    w->clerk_pause);
}

static void
watch_reap(struct watch *w)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid == w->clerk)
			watch_clerk_died(w, status);
		else if (pid == w->kore)
			w->kore = 0;
	}
}

/* Waits at most that long for a signal; 0: none came. */
static int
watch_wait(struct watch *w, long ms)
{
	const struct timespec t = { .tv_sec = ms / 1000,
		.tv_nsec = ms % 1000 * 1000000 };
	int sig = sigtimedwait(&w->signals, NULL, &t);

	watch_reap(w);
	return (sig > 0 ? sig : 0);
}

static void
watch_kill(const struct watch *w, int sig)
{
	if (w->kore != 0)
		kill(w->kore, sig);
	if (w->clerk != 0)
		kill(w->clerk, sig);
}

static void
watch_stop(struct watch *w)
{
	time_t end = watch_now() + STOP_TIME;

	w->stopping = true;
	watch_kill(w, SIGTERM);
	while ((w->kore != 0 || w->clerk != 0) && watch_now() < end)
		watch_wait(w, 200);
	watch_kill(w, SIGKILL);
	while ((w->kore != 0 || w->clerk != 0) && watch_now() < end + 2)
		watch_wait(w, 200);
}

/* Until the server answers: 0, or the signal that came first, or -1. */
static int
watch_until_answers(struct watch *w)
{
	time_t end = watch_now() + START_TIME;
	int sig;

	while (w->kore != 0 && watch_now() < end) {
		if (serve_answers(w->serve))
			return (0);
		sig = watch_wait(w, 20);
		if (sig != 0 && sig != SIGCHLD)
			return (sig);
	}
	if (w->kore != 0)
		cli_say("the server doesn't answer on port %d",
		    w->serve->port);
	return (-1);
}

static void
watch_tell(const struct watch *w)
{
	const struct serve *s = w->serve;
	bool six = strchr(s->address, ':') != NULL;

	printf("listening on %s://%s%s%s:%d/\n",
	    s->tls_cert != NULL ? "https" : "http", six ? "[" : "",
	    s->address, six ? "]" : "", s->port);
	serve_addresses(s);
	fflush(stdout);
}

/* Returns when a child is missing that must be there, or a signal came. */
static int
watch_loop(struct watch *w)
{
	int sig;

	while (w->kore != 0) {
		if (w->serve->clerk && w->clerk == 0 &&
		    watch_now() >= w->clerk_due)
			watch_start_clerk(w);
		sig = watch_wait(w, 1000);
		if (sig != 0 && sig != SIGCHLD)
			return (sig);
	}
	return (0);
}

int
serve_watch(const struct serve *s)
{
	struct watch w = { .serve = s };
	int sig;

	sigemptyset(&w.signals);
	sigaddset(&w.signals, SIGCHLD);
	sigaddset(&w.signals, SIGINT);
	sigaddset(&w.signals, SIGTERM);
	sigaddset(&w.signals, SIGHUP);
	sigprocmask(SIG_BLOCK, &w.signals, &w.before);
	watch_start_kore(&w);
	sig = watch_until_answers(&w);
	if (sig == 0) {
		watch_tell(&w);
		sig = watch_loop(&w);
	}
	if (sig <= 0 && w.kore == 0) {
		cli_say("kore ended; it said:");
		watch_tail(&w);
	}
	watch_stop(&w);
	return (sig > 0 ? EXIT_DONE : EXIT_NO);
}
