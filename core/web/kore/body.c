/*
 * The body of a request while it comes in: short ones in memory, long ones in
 * a file of SITES/.run/upload without a name, so nothing stays
 * behind when a worker dies.  A full disk is 503, not a dead worker.
 *
 * Without a session or a token only a form's worth is taken, and all files of
 * a worker together are limited, so that strangers can't fill the disk.
 */
#include "web/kore/front.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/log.h"

static uint64_t pending;	/* bytes announced by bodies that go to files */

/* A file without a name; where the file system has no such thing, one that
 * loses its name at once. */
static int
body_open(void)
{
	char path[PATH_MAX];
	int fd;

	fd = open(settings.upload, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd != -1 || (errno != EOPNOTSUPP && errno != EISDIR))
		return (fd);
	snprintf(path, sizeof(path), "%s/body.XXXXXX", settings.upload);
	fd = mkostemp(path, O_CLOEXEC);
	if (fd != -1)
		unlink(path);
	return (fd);
}

/* The file can't be made or doesn't take the bytes. */
static int
body_refuse(struct job *job)
{
	const int error = errno;
	const char *why = strerror(error);

	log_error("%s: %s", settings.upload, why);
	if (error == ENOSPC || error == EDQUOT || error == EFBIG)
		fault_fill(&job->rq.fault, ERR_BUSY, "disk.full", NULL, NULL);
	else
		fault_fill(&job->rq.fault, ERR_BUSY, "disk.fault", NULL, "%s",
		    why);
	return (fault_status(ERR_BUSY));
}

static int
body_file(struct job *job)
{
	if (pending + job->body_need > BODY_PENDING_MAX) {
		log_warning("too many large uploads at once");
		fault_fill(&job->rq.fault, ERR_BUSY, "upload.busy", NULL,
		    NULL);
		return (fault_status(ERR_BUSY));
	}
	job->body_fd = body_open();
	if (job->body_fd == -1)
		return (body_refuse(job));
	pending += job->body_need;
	return (0);
}

int
body_begin(struct job *job)
{
	if (job->body_need > BODY_MAX || (job->body_need > BODY_MAX_VISITOR &&
	    !convert_has_session(job)))
		return (413);
	if (job->body_need > BODY_MEMORY_MAX)
		return (body_file(job));
	if (job->body_need > 0)
		job->body = must_alloc((size_t)job->body_need + 1);
	return (0);
}

int
body_add(struct job *job, const void *p, size_t length)
{
	const char *from = p;
	ssize_t n;

	if (job->body_fd == -1) {
		if (length > 0)
			memcpy(job->body + job->body_have, from, length);
		job->body_have += length;
		return (0);
	}
	while (length > 0) {
		n = write(job->body_fd, from, length);
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			return (body_refuse(job));
		from += n;
		length -= (size_t)n;
		job->body_have += (uint64_t)n;
	}
	return (0);
}

/* Hands the complete body to the request.  A file is mapped: the parsers see
 * bytes, the kernel may drop them from memory at any time. */
int
body_give(struct job *job)
{
	struct request *rq = &job->rq;
	void *map;

	rq->body_length = (size_t)job->body_have;
	if (job->body != NULL) {
		job->body[job->body_have] = '\0';
		rq->body = job->body;
	}
	if (job->body_fd == -1)
		return (0);
	map = mmap(NULL, rq->body_length, PROT_READ, MAP_PRIVATE, job->body_fd,
	    0);
	if (map == MAP_FAILED)
		return (body_refuse(job));
	job->map = map;
	rq->body = map;
	rq->body_fd = job->body_fd;
	return (0);
}

void
body_drop(struct job *job)
{
	job->rq.body = NULL;
	job->rq.body_fd = -1;
	free(job->body);
	job->body = NULL;
	if (job->map != NULL)
		munmap(job->map, (size_t)job->body_have);
	job->map = NULL;
	if (job->body_fd == -1)
		return;
	close(job->body_fd);
	job->body_fd = -1;
	pending -= job->body_need;
}
