/* See child.h. */
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define STATUS_MISSING 127
#define STATUS_SETUP 126

/* In the child: only what is safe after fork(). */
static void
child_become(const char *const *argv, const struct child_limits *l, int out)
{
	struct rlimit cpu = { (rlim_t)l->seconds, (rlim_t)l->seconds };
	struct rlimit memory = { l->memory, l->memory }, none = { 0, 0 };
	sigset_t all;
	int zero = open("/dev/null", O_RDWR);

	sigemptyset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	if (zero == -1 || dup2(zero, STDIN_FILENO) == -1 ||
	    dup2(out, STDOUT_FILENO) == -1 ||
	    dup2(zero, STDERR_FILENO) == -1 ||
	    setrlimit(RLIMIT_CPU, &cpu) == -1 ||
	    setrlimit(RLIMIT_AS, &memory) == -1 ||
	    setrlimit(RLIMIT_FSIZE, &none) == -1 ||
	    setrlimit(RLIMIT_CORE, &none) == -1 ||
	    close_range(3, ~0U, 0) == -1)
		_exit(STATUS_SETUP);
	execvp(argv[0], (char *const *)(void *)argv);
	_exit(errno == ENOENT ? STATUS_MISSING : STATUS_SETUP);
}

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return ((int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000);
}

/* Reads to the end or a limit; false: the child has to go. */
static bool
output_read(int in, const struct child_limits *l, struct buf *out)
{
	int64_t until = now_ms() + (int64_t)l->seconds * 2000;
	size_t start = out->length;
	struct pollfd p = { .fd = in, .events = POLLIN };
	char block[65536];
	ssize_t n;
	int ready;

	for (;;) {
		ready = poll(&p, 1, (int)(until > now_ms() ?
		    until - now_ms() : 0));
		if (ready == -1 && errno == EINTR)
			continue;
		if (ready < 1)
			return (false);
		n = read(in, block, sizeof(block));
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			return (n == 0);
		if ((size_t)n > l->output - (out->length - start)) {
			buf_append(out, block, l->output - (out->length -
			    start));
			return (false);
		}
		buf_append(out, block, (size_t)n);
	}
}

enum err
child_run(const char *const *argv, const struct child_limits *limits,
    struct buf *out, struct fault *f)
{
	size_t start = out->length;
	int ends[2], status = 0;
	bool whole;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) == -1)
		return (fault_set(f, ERR_BUSY, "child.failed", NULL, "%s",
		    strerror(errno)));
	if ((pid = fork()) == 0)
		child_become(argv, limits, ends[1]);
	close(ends[1]);
	if (pid == -1) {
		close(ends[0]);
		return (fault_set(f, ERR_BUSY, "child.failed", NULL, "%s",
		    strerror(errno)));
	}
	whole = output_read(ends[0], limits, out);
	close(ends[0]);
	if (!whole)
		kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		;
	if (WIFEXITED(status) && WEXITSTATUS(status) == STATUS_MISSING)
		return (fault_set(f, ERR_NOT_FOUND, "child.missing", NULL,
		    "%s", argv[0]));
	/* Stopped because it wrote enough: what came is good. */
	if (!whole && out->length - start == limits->output)
		return (ERR_OK);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return (fault_set(f, ERR_INTERNAL, "child.failed", NULL, "%s",
		    argv[0]));
	return (ERR_OK);
}
