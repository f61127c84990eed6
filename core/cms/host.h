/*
 * Which site answers to which host: a sorted list, read from hub.db again when
 * its generation has changed, since every request begins with it.
 */
#ifndef CMS_HOST_H
#define CMS_HOST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"

struct db;
struct hosts;
struct site;

struct host {
	const char	*host, *name;	/* of the site */
	bool		first;		/* the host that links name */
	struct site	*site;		/* NULL: the caller hasn't opened it */
};

struct hosts *hosts_alloc(void);
void hosts_free(struct hosts *h);	/* NULL is allowed */

/* Brings the list up to date. */
enum err hosts_read(struct hosts *h, struct db *hub, uint64_t generation,
    struct fault *f);

/* The host's entry, which the caller may complete; a single site answers to
 * any host.  NULL: none.  Good until the next hosts_read(). */
struct host *hosts_find(struct hosts *h, const char *host);

/* The host that links to the site name; NULL: it has none. */
const char *hosts_first(const struct hosts *h, const char *name);

#endif
