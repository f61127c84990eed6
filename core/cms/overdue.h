/*
 * Steps of review that nobody took in their time (三审三校: what is overdue
 * reminds somebody by itself).  The act "entry.overdue" tells reviewers and
 * keepers; the clerk notes each such step in the audit, once.
 */
#ifndef CMS_OVERDUE_H
#define CMS_OVERDUE_H

#include "cms/cms.h"

/* Notes in the site's audit what is overdue at `now` and isn't noted yet;
 * *count: how many steps. */
enum err overdue_note(struct cms *cms, struct site *site, int64_t now,
    int64_t *count, struct fault *f);

#endif
