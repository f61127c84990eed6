/*
 * Which plugins failed on which site, and which are out of use there: a mapped
 * file, SITES/.plugins, that all lanes, workers, the clerk and commands share,
 * so that what staff see and release holds everywhere at once, and lasts over
 * a restart.  It is no database because the lane of visitors, where plugins
 * fail, writes none.
 *
 * A plugin is out of use after QUARANTINE_FAILURES in a row: of all its calls,
 * or of one that it is called for again and again (a hook, a route).  Reading
 * costs no lock and no system call; who counts a failure takes the file's.
 */
#ifndef CMS_QUARANTINE_H
#define CMS_QUARANTINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"

#define QUARANTINE_FAILURES 3
#define QUARANTINE_WHERE_MAX 64
#define QUARANTINE_THEME "theme/"	/* NAME: a theme; no plugin is so named */

struct quarantine;

/* What is known of a plugin on a site. */
struct quarantine_record {
	int64_t		since;		/* out of use; 0: it isn't */
	int64_t		failed_at;	/* the last time; 0: never */
	unsigned	failures;	/* in a row */
	bool		failing;	/* some call hasn't worked since it failed */
	char		where[QUARANTINE_WHERE_MAX];	/* "entry.view" */
	char		name[FAULT_FIELD_MAX];		/* "script.budget" */
	char		detail[FAULT_DETAIL_MAX];	/* file, line, reason */
};

/* ERR_INTERNAL "cms.quarantine". */
enum err quarantine_open(struct quarantine **out, const char *sites,
    struct fault *f);
void quarantine_close(struct quarantine *q);	/* NULL is allowed */

/* Since when it is out of use; 0: it isn't. */
int64_t quarantine_since(const struct quarantine *q, int64_t site,
    const char *plugin);

/* A call of the plugin (`where`: the hook or route) failed, or didn't.  True
 * where this failure puts it out of use. */
bool quarantine_failed(struct quarantine *q, int64_t site, const char *plugin,
    const char *where, const struct fault *why);
/* The same of what has nothing in its place: it stays in use. */
void quarantine_note(struct quarantine *q, int64_t site, const char *plugin,
    const char *where, const struct fault *why);
void quarantine_worked(struct quarantine *q, int64_t site, const char *plugin,
    const char *where);

/* Back in use, with nothing against it. */
void quarantine_release(struct quarantine *q, int64_t site,
    const char *plugin);
/* How often it was released, on any site: each lane loads it again then. */
uint32_t quarantine_releases(const struct quarantine *q, const char *plugin);

/* False, and all zero, where nothing is known against it. */
bool quarantine_read(struct quarantine *q, int64_t site, const char *plugin,
    struct quarantine_record *out);

#endif
