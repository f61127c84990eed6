/*
 * What is timed, done once over all sites.  Safe to run at any moment and
 * more than once at the same time: each piece of work is a transaction that
 * looks at the state of things itself.
 */
#ifndef CMS_CLERK_H
#define CMS_CLERK_H

#include "cms/cms.h"

/* `cms` must be open for writing.  A site that fails (locked, damaged) is
 * logged and left for the next time; the others are served.  *published: how
 * many entries came before visitors. */
enum err clerk_run_once(struct cms *cms, int64_t now, int64_t *published,
    struct fault *f);

#endif
