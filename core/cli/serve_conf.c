/*
 * The private folder SITES/.run: Kore's configuration, its output, the log,
 * uploads on their way, and a lock, since two servers of one folder would
 * write over each other's files.
 *
 *	run.lock  kore.conf  kore.pid  kore.out  module.so  log  upload/
 *
 * Kore's configuration splits words at blanks, so it gets names relative to
 * this folder only.
 */
#include "cli/serve.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netdb.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILES_SPARE 1024	/* descriptors beside those of connections */

static const char conf_format[] =
    "# Written by `mingchuang serve`; changes are lost.\n"
    "load ./module.so\n"
    "socket_backlog 4096\n"
    "server front {\n"
    "	bind %s %d guard_connect\n"
    "	tls no\n"	/* the module turns it on: core/web/kore/tls.c */
    "}\n"
    "domain * {\n"
    "	attach front\n"
    "}\n"
    "root .\n"
    "pidfile kore.pid\n"
    "workers %d\n"
    "worker_max_connections %d\n"
    "worker_rlimit_nofiles %d\n"
    "worker_accept_threshold 4\n"
    "worker_set_affinity 0\n"
    "worker_death_policy %s\n";

static int
conf_fail(const char *path)
{
	cli_say("%s: %s", path, strerror(errno));
	return (-1);
}

/* A path in SITES/.run; the memory is used anew by the next call. */
static const char *
conf_path(const struct serve *s, const char *name)
{
	static char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", s->run, name);
	return (path);
}

static int
conf_folder(const char *path, mode_t mode)
{
	if (mkdir(path, mode) == -1 && errno != EEXIST)
		return (conf_fail(path));
	return (0);
}

/* Held until this process ends. */
static int
conf_lock(struct serve *s)
{
	const char *path = conf_path(s, "run.lock");

	s->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (s->lock == -1)
		return (conf_fail(path));
	if (flock(s->lock, LOCK_EX | LOCK_NB) == 0)
		return (0);
	cli_say("another server runs on %s: stop it, or give this one a "
	    "folder of its own with --sites", s->cli->sites);
	return (-1);
}

/* Kore asks for every descriptor up to the limit whether it is open, which
 * takes minutes where there is none (as in many containers): so one is set. */
static int
conf_limit(struct serve *s)
{
	struct rlimit limit;
	rlim_t want = (rlim_t)s->connections + FILES_SPARE;

	if (getrlimit(RLIMIT_NOFILE, &limit) == -1)
		return (conf_fail("RLIMIT_NOFILE"));
	if (limit.rlim_max <= FILES_SPARE) {
		cli_say("this user may open %lu files, %d are needed: raise "
		    "`ulimit -n`", (unsigned long)limit.rlim_max,
		    FILES_SPARE + 1);
		return (-1);
	}
	if (limit.rlim_max < want) {
		want = limit.rlim_max;
		s->connections = (int)(want - FILES_SPARE);
	}
	limit.rlim_cur = want;
	if (setrlimit(RLIMIT_NOFILE, &limit) == -1)
		return (conf_fail("RLIMIT_NOFILE"));
	return ((int)want);
}

static int
conf_write(struct serve *s)
{
	const char *path;
	int files;
	FILE *file;

	if ((files = conf_limit(s)) == -1)
		return (-1);
	path = conf_path(s, "module.so");
	unlink(path);
	if (symlink(s->module, path) == -1)
		return (conf_fail(path));
	path = conf_path(s, "kore.conf");
	if ((file = fopen(path, "w")) == NULL)
		return (conf_fail(path));
	fprintf(file, conf_format, s->address, s->port, s->workers,
	    s->connections, files, s->restart ? "restart" : "terminate");
	if (fclose(file) != 0)
		return (conf_fail(path));
	return (0);
}

/* What core/web/kore/module.c reads. */
static void
conf_environment(const struct serve *s)
{
	char number[16];
	const struct {
		const char *name, *value;
	} set[] = {
		{ "MINGCHUANG_ROOT", s->cli->root },
		{ "MINGCHUANG_SITES", s->cli->sites },
		{ "MINGCHUANG_TRUST", s->trust },
		{ "MINGCHUANG_TLS_CERT", s->tls_cert },
		{ "MINGCHUANG_TLS_KEY", s->tls_key },
		{ "MINGCHUANG_TLS_FOLDER", s->tls_folder },
		{ "MINGCHUANG_LOG_LEVEL", s->level },
		{ "MINGCHUANG_CONNECTIONS", number },
	};
	size_t i;

	snprintf(number, sizeof(number), "%d", s->connections);
	for (i = 0; i < sizeof(set) / sizeof(set[0]); i++)
		setenv(set[i].name, set[i].value != NULL ? set[i].value : "",
		    1);
	setenv("MINGCHUANG_UPLOAD", conf_path(s, "upload"), 1);
	setenv("MINGCHUANG_LOG", conf_path(s, "log"), 1);
}

/* Files that the command line names by where it was given. */
static int
conf_absolute(const char **path)
{
	char *full;

	if (*path == NULL)
		return (0);
	if ((full = realpath(*path, NULL)) == NULL)
		return (conf_fail(*path));
	*path = full;
	return (0);
}

int
serve_prepare(struct serve *s)
{
	static char run[PATH_MAX];

	if (conf_folder(s->cli->sites, 0755) == -1)
		return (-1);
	snprintf(run, sizeof(run), "%s/.run", s->cli->sites);
	s->run = run;
	if (conf_absolute(&s->module) == -1 ||
	    conf_absolute(&s->tls_cert) == -1 ||
	    conf_absolute(&s->tls_key) == -1 ||
	    conf_absolute(&s->tls_folder) == -1 ||
	    conf_folder(run, 0700) == -1 ||
	    conf_folder(conf_path(s, "upload"), 0700) == -1)
		return (-1);
	return (conf_lock(s));
}

int
serve_port(struct serve *s)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV }, *found = NULL;
	union {
		struct sockaddr		any;
		struct sockaddr_in	in;
		struct sockaddr_in6	in6;
	} bound = { .in6 = { 0 } };
	socklen_t length = sizeof(bound);
	char port[16];
	int fd, on = 1, failed;

	snprintf(port, sizeof(port), "%d", s->port);
	if (getaddrinfo(s->address, port, &hints, &found) != 0) {
		cli_say("--address %s: an IP address is wanted", s->address);
		return (-1);
	}
	fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	failed = fd == -1 ||
	    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == -1 ||
	    bind(fd, found->ai_addr, found->ai_addrlen) == -1 ||
	    listen(fd, 1) == -1 ||
	    getsockname(fd, &bound.any, &length) == -1;
	freeaddrinfo(found);
	if (failed && errno == EADDRINUSE)
		cli_say("port %d of %s is taken by another program: stop it, "
		    "or choose another port with --port", s->port, s->address);
	else if (failed)
		cli_say("port %d of %s: %s%s", s->port, s->address,
		    strerror(errno), errno == EACCES ? ": ports below 1024 "
		    "are root's, choose another with --port" : "");
	else if (s->port == 0)
		s->port = ntohs(bound.in.sin_port);
	if (fd != -1)
		close(fd);
	if (failed)
		return (-1);
	if (conf_write(s) == -1)
		return (-1);
	conf_environment(s);
	return (0);
}
