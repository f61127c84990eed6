/*
 * Archives of sites: see archive.h.  Nothing is written outside the folder
 * that was asked for: names are checked part by part, there are no links, and
 * a file that is there already is never opened again.
 */
#include "cms/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "cms/staging.h"

#define PIECE 65536

struct reader {
	gzFile		in;
	const char	*path, *folder;
	char		*name;		/* of the one folder */
	int64_t		members, room;	/* bytes that may still be written */
	struct fault	*fault;
};

static pid_t
archive_spawn(const char *const *argv, int fd)
{
	/* Not this process's: TAR_OPTIONS would change what tar does. */
	static const char *const environment[] = {
		"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C", NULL };
	posix_spawn_file_actions_t acts;
	posix_spawnattr_t attr;
	sigset_t none;
	pid_t pid = -1;
	int rc;

	sigemptyset(&none);
	posix_spawn_file_actions_init(&acts);
	posix_spawn_file_actions_adddup2(&acts, fd, STDOUT_FILENO);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
	posix_spawnattr_setsigmask(&attr, &none);
	rc = posix_spawnp(&pid, argv[0], &acts, &attr,
	    (char *const *)(uintptr_t)argv,
	    (char *const *)(uintptr_t)environment);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&acts);
	errno = rc;
	return (rc == 0 ? pid : -1);
}

/* Until it ends, or until this process is to stop, which ends it: signals come
 * only while this waits, so that none gets lost between a look and the wait. */
static enum err
archive_wait(pid_t pid, int *status, struct fault *f)
{
	struct pollfd end = { .fd = pidfd_open(pid, 0), .events = POLLIN };
	enum err e = end.fd != -1 ? ERR_OK : fault_set(f, ERR_INTERNAL,
	    "archive.tar", NULL, "pidfd_open: %s", strerror(errno));
	sigset_t all, before;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	while (e == ERR_OK && (e = staging_check(f)) == ERR_OK &&
	    ppoll(&end, 1, NULL, &before) == -1 && errno == EINTR)
		continue;
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (end.fd != -1)
		close(end.fd);
	if (e != ERR_OK)
		kill(pid, SIGTERM);
	while (waitpid(pid, status, 0) == -1 && errno == EINTR)
		continue;
	return (e);
}

enum err
archive_write(const char *const *argv, int fd, struct fault *f)
{
	pid_t pid = archive_spawn(argv, fd);
	int status = 0;
	enum err e;

	if (pid == -1)
		return (fault_set(f, ERR_INTERNAL, "archive.tar", NULL, "%s",
		    strerror(errno)));
	e = archive_wait(pid, &status, f);
	if (e == ERR_OK)
		e = staging_check(f);
	if (e == ERR_OK && (!WIFEXITED(status) || WEXITSTATUS(status) != 0))
		e = fault_set(f, ERR_INTERNAL, "archive.tar", NULL, "%s %d",
		    WIFEXITED(status) ? "exit" : "signal", WIFEXITED(status) ?
		    WEXITSTATUS(status) : WTERMSIG(status));
	return (e);
}

static enum err
reader_bad(struct reader *r, const char *why)
{
	return (fault_set(r->fault, ERR_INPUT, "archive.bad", NULL, "%s: %s",
	    r->path, why));
}

static enum err
reader_refuse(struct reader *r, const char *member)
{
	return (fault_set(r->fault, ERR_INPUT, "archive.member", NULL, "%s",
	    member));
}

static enum err
reader_block(struct reader *r, unsigned char block[TAR_BLOCK])
{
	int zlib;

	if (gzread(r->in, block, TAR_BLOCK) == TAR_BLOCK)
		return (ERR_OK);
	gzerror(r->in, &zlib);
	return (reader_bad(r, zlib == Z_DATA_ERROR ? "damaged" :
	    "ends too early"));
}

/* `bytes` of a member, padded to whole blocks, to `fd` (-1: nowhere). */
static enum err
reader_copy(struct reader *r, int64_t bytes, int fd)
{
	static unsigned char piece[PIECE];
	int64_t padded = (bytes + TAR_BLOCK - 1) / TAR_BLOCK * TAR_BLOCK;
	enum err e = ERR_OK;
	int64_t keep;
	unsigned n;

	while (padded > 0 && (e = staging_check(r->fault)) == ERR_OK) {
		n = padded < PIECE ? (unsigned)padded : PIECE;
		if (gzread(r->in, piece, n) != (int)n)
			return (reader_bad(r, "damaged or cut short"));
		keep = bytes < n ? bytes : n;
		if (fd != -1 && keep > 0 &&
		    write(fd, piece, (size_t)keep) != (ssize_t)keep)
			return (fault_set(r->fault, ERR_BUSY, "disk.full",
			    NULL, NULL));
		bytes -= keep;
		padded -= n;
	}
	return (e);
}

/* "data/media/ab/HASH" and the folders above. */
static bool
media_member(const char *name, const struct tar_member *m)
{
	size_t length = strlen(name);

	if (length == 0)
		return (m->type == TAR_FOLDER);
	if (name[0] != '/' || length < 3 ||
	    strspn(name + 1, "0123456789abcdef") != 2)
		return (false);
	if (length == 3)
		return (m->type == TAR_FOLDER);
	return (name[3] == '/' && hash_valid(name + 4) &&
	    memcmp(name + 1, name + 4, 2) == 0 && m->type == TAR_FILE);
}

/* Is it one of what archive.h shows?  `name` is without the folder. */
static bool
member_known(const char *name, const struct tar_member *m)
{
	static const char *const files[] = {
		"backup.json", "site.lua", "synonyms.txt", "data/site.db" };
	static const char *const trees[] = { "templates", "static", "lang",
		"holidays" };
	size_t i, n;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (strcmp(name, files[i]) == 0)
			return (m->type == TAR_FILE);
	for (i = 0; i < sizeof(trees) / sizeof(trees[0]); i++) {
		n = strlen(trees[i]);
		if (strncmp(name, trees[i], n) == 0 &&
		    (name[n] == '/' || name[n] == '\0'))
			return (name[n] == '/' || m->type == TAR_FOLDER);
	}
	if (strcmp(name, "data") == 0 || name[0] == '\0')
		return (m->type == TAR_FOLDER);
	return (strncmp(name, "data/media", 10) == 0 &&
	    media_member(name + 10, m));
}

/* Checks the name; *inside is its part below the one folder. */
static enum err
member_check(struct reader *r, struct tar_member *m, const char **inside)
{
	size_t first;

	if (!tar_name_valid(m->name))
		return (reader_refuse(r, m->name));
	first = strcspn(m->name, "/");
	if (r->name[0] == '\0')
		memcpy(r->name, m->name, first);
	if (strlen(r->name) != first || memcmp(r->name, m->name, first) != 0)
		return (reader_refuse(r, m->name));
	*inside = m->name + first + (m->name[first] == '/');
	if (!member_known(*inside, m) ||
	    (m->type == TAR_FOLDER && m->bytes != 0))
		return (reader_refuse(r, m->name));
	if (m->bytes > r->room)
		return (fault_set(r->fault, ERR_BUSY, "archive.disk", NULL,
		    "%s", r->path));
	r->room -= m->bytes;
	return (ERR_OK);
}

static enum err
member_unpack(struct reader *r, const struct tar_member *m)
{
	const struct timespec times[2] = { { .tv_nsec = UTIME_OMIT },
		{ .tv_sec = m->changed } };
	char path[4096 + TAR_NAME_MAX], *slash;
	enum err e;
	int fd;

	snprintf(path, sizeof(path), "%s/%s", r->folder, m->name);
	if (m->type == TAR_FOLDER)
		return (folder_make_all(path) ? ERR_OK :
		    reader_refuse(r, m->name));
	slash = strrchr(path, '/');
	*slash = '\0';
	if (!folder_make_all(path))
		return (reader_refuse(r, m->name));
	*slash = '/';
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd == -1)
		return (reader_refuse(r, m->name));
	e = reader_copy(r, m->bytes, fd);
	/* The addresses of static files name their time. */
	(void)futimens(fd, times);
	if (close(fd) == -1 && e == ERR_OK)
		e = fault_set(r->fault, ERR_BUSY, "disk.full", NULL, NULL);
	return (e);
}

static enum err
member_long_name(struct reader *r, struct tar_member *m)
{
	unsigned char block[TAR_BLOCK];
	char name[TAR_NAME_MAX + TAR_BLOCK];
	size_t n = 0, bytes = (size_t)m->bytes;
	enum err e;

	if (m->bytes >= TAR_NAME_MAX || m->bytes < 1)
		return (reader_refuse(r, m->name));
	for (; n < bytes; n += TAR_BLOCK) {
		if ((e = reader_block(r, block)) != ERR_OK)
			return (e);
		memcpy(name + n, block, TAR_BLOCK);
	}
	name[bytes] = '\0';
	if ((e = reader_block(r, block)) != ERR_OK)
		return (e);
	if (!tar_header(block, m) ||
	    (m->type != TAR_FILE && m->type != TAR_FOLDER))
		return (reader_refuse(r, name));
	memcpy(m->name, name, bytes + 1);
	return (ERR_OK);
}

/* Reads on to the end, which is where gzip's checksum is. */
static enum err
reader_end(struct reader *r)
{
	unsigned char block[TAR_BLOCK];
	int n, zlib;

	do
		n = gzread(r->in, block, TAR_BLOCK);
	while (n > 0);
	gzerror(r->in, &zlib);
	return (n == 0 && (zlib == Z_OK || zlib == Z_STREAM_END) ? ERR_OK :
	    reader_bad(r, "damaged"));
}

static enum err
reader_walk(struct reader *r)
{
	unsigned char block[TAR_BLOCK];
	struct tar_member m;
	const char *inside;
	enum err e;

	for (;;) {
		if ((e = reader_block(r, block)) != ERR_OK)
			return (e);
		if (!tar_header(block, &m))
			return (m.name[0] != '\0' ? reader_refuse(r, m.name) :
			    reader_bad(r, "not a file of `backup`"));
		if (m.type == TAR_LONG_NAME &&
		    (e = member_long_name(r, &m)) != ERR_OK)
			return (e);
		if (m.type == TAR_END)
			return (r->members > 0 ? reader_end(r) :
			    reader_bad(r, "empty"));
		if (r->members++ == ARCHIVE_MEMBERS_MAX)
			return (reader_bad(r, "too many files"));
		if ((e = member_check(r, &m, &inside)) != ERR_OK)
			return (e);
		e = r->folder != NULL ? member_unpack(r, &m) :
		    reader_copy(r, m.bytes, -1);
		if (e != ERR_OK)
			return (e);
	}
}

enum err
archive_read(const char *path, const char *folder, char name[TAR_NAME_MAX],
    struct fault *f)
{
	struct reader r = { .path = path, .folder = folder, .name = name,
	    .room = INT64_MAX, .fault = f };
	struct statvfs disk;
	enum err e;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	memset(name, 0, TAR_NAME_MAX);
	if (folder != NULL && statvfs(folder, &disk) == 0)
		r.room = (int64_t)(disk.f_bavail * disk.f_frsize) -
		    ARCHIVE_DISK_SPARE;
	if (fd == -1)
		return (fault_set(f, ERR_NOT_FOUND, "archive.open", NULL,
		    "%s: %s", path, strerror(errno)));
	if ((r.in = gzdopen(fd, "rb")) == NULL)
		abort();
	e = gzbuffer(r.in, PIECE) == 0 && gzdirect(r.in) ?
	    reader_bad(&r, "not a tar.gz") : reader_walk(&r);
	gzclose(r.in);
	return (e);
}
