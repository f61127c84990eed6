/*
 * Prepared replies that are asked for again and again within a second lie in
 * memory files, too: sendfile(2) hands their pages to the connection, where
 * send(2) would fill new ones for each visitor.  Bytes that are under way stay
 * what they were, so that a reply whose date moves on gets another file, and
 * one asked for now and then none.
 */
#include "web/kore/front.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/log.h"
#include "web/prepared.h"

#define HOT_SLOTS 32		/* files; a reply's serial says which */
#define HOT_ASKS 16		/* in one second: then it pays to make one */
#define HOT_MIN (4 * 1024)	/* bytes; less is copied as fast */
#define HOT_MAX (256 * 1024)

static struct hot {
	uint64_t	serial;		/* 0: none yet */
	int64_t		dated;
	unsigned	asks;
	int		fd;		/* -1: not made */
} hots[HOT_SLOTS];

static int
hot_write(const struct prepared *p)
{
	int fd = memfd_create("reply", MFD_CLOEXEC);

	if (fd != -1 && write(fd, p->data, p->length) == (ssize_t)p->length)
		return (fd);
	log_warning("no file in memory for a reply");
	if (fd != -1)
		close(fd);
	return (-1);
}

int
hot_file(const struct prepared *p)
{
	struct hot *h = &hots[p->serial % HOT_SLOTS];

	if (p->length < HOT_MIN || p->length > HOT_MAX)
		return (-1);
	if (h->serial != p->serial || h->dated != p->dated) {
		if (h->serial != 0 && h->fd != -1)
			close(h->fd);
		*h = (struct hot){ .serial = p->serial, .dated = p->dated,
			.fd = -1 };
	}
	if (++h->asks == HOT_ASKS)
		h->fd = hot_write(p);
	return (h->fd);
}
