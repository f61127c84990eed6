/* Work that isn't finished yet: see staging.h. */
#include "cms/staging.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"

#define FOLDERS_OPEN 16		/* descriptors that a removal uses */

static volatile sig_atomic_t stopped;

void
staging_stop(void)
{
	stopped = 1;
}

enum err
staging_check(struct fault *f)
{
	if (!stopped)
		return (ERR_OK);
	return (fault_set(f, ERR_BUSY, "staging.stopped", NULL, NULL));
}

static int
remove_one(const char *path, const struct stat *st, int type,
    struct FTW *where)
{
	(void)st;
	(void)type;
	(void)where;
	(void)remove(path);
	return (0);
}

void
folder_remove(const char *path)
{
	(void)nftw(path, remove_one, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS);
}

bool
folder_make_all(const char *path)
{
	char *part = must_text(path), *p;
	bool made = true;

	for (p = strchr(part + 1, '/'); p != NULL; p = strchr(p + 1, '/')) {
		*p = '\0';
		made = mkdir(part, 0700) == 0 || errno == EEXIST;
		*p = '/';
		if (!made)
			break;
	}
	made = made && (mkdir(part, 0700) == 0 || errno == EEXIST);
	free(part);
	return (made);
}

bool
folder_flush(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool done = fd != -1 && fsync(fd) == 0;

	if (fd != -1)
		close(fd);
	return (done);
}

static enum err
staging_fault(const char *path, struct fault *f)
{
	return (fault_set(f, ERR_INTERNAL, "cms.folder", NULL, "%s: %s", path,
	    strerror(errno)));
}

static enum err
staging_lock(int fd, const char *path, struct fault *f)
{
	enum err e;

	while (flock(fd, LOCK_EX) == -1) {
		if (errno != EINTR)
			return (staging_fault(path, f));
		if ((e = staging_check(f)) != ERR_OK)
			return (e);
	}
	return (ERR_OK);
}

enum err
staging_begin(struct staging *out, const char *sites, struct fault *f)
{
	char *path = NULL;
	enum err e = ERR_OK;

	*out = (struct staging){ .lock = -1 };
	if (asprintf(&path, "%s/.staging.lock", sites) < 0)
		abort();
	if (!folder_make_all(sites) ||
	    (out->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
	    0600)) == -1)
		e = staging_fault(path, f);
	if (e == ERR_OK)
		e = staging_lock(out->lock, path, f);
	free(path);
	if (e != ERR_OK)
		return (e);
	if (asprintf(&out->folder, "%s/.staging", sites) < 0)
		abort();
	folder_remove(out->folder);
	if (mkdir(out->folder, 0700) == -1)
		return (staging_fault(out->folder, f));
	return (ERR_OK);
}

void
staging_end(struct staging *s)
{
	if (s->folder != NULL)
		folder_remove(s->folder);
	free(s->folder);
	if (s->lock != -1)
		close(s->lock);
	*s = (struct staging){ .lock = -1 };
}
