/*
 * SITES/.staging: where a backup is gathered and an archive unpacked, on the
 * same disk as the sites, so that links and renames work.  One backup or
 * restore at a time uses it, the others wait; what a killed one left behind
 * is removed by the next.
 */
#ifndef CMS_STAGING_H
#define CMS_STAGING_H

#include <stdbool.h>

#include "base/fault.h"

struct staging {
	int	lock;
	char	*folder;	/* SITES/.staging; empty */
};

/* Makes SITES as well where it is missing.  ERR_INTERNAL "cms.folder",
 * ERR_BUSY "staging.stopped". */
enum err staging_begin(struct staging *out, const char *sites,
    struct fault *f);
void staging_end(struct staging *s);	/* also after a failed begin */

/* From a signal handler: what goes on is given up and cleaned away. */
void staging_stop(void);
/* ERR_BUSY "staging.stopped" after that, else ERR_OK. */
enum err staging_check(struct fault *f);

/* Removes a folder with all in it; links aren't followed. */
void folder_remove(const char *path);

/* Makes the folder and those above it that are missing, for the owner. */
bool folder_make_all(const char *path);

/* Makes what a rename did to a folder durable. */
bool folder_flush(const char *path);

#endif
