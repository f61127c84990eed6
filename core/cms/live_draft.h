/*
 * What an entry would look like if a revision of it were published: the view
 * of live_entry() made of text that isn't live.  Asks for no permission: the
 * caller has read the revision by an act before.
 */
#ifndef CMS_LIVE_DRAFT_H
#define CMS_LIVE_DRAFT_H

#include "cms/cms.h"

/* ERR_NOT_FOUND "live.unknown" where there is nothing to show. */
enum err live_draft(struct site *site, struct arena *a, int64_t entry,
    int64_t revision, struct json **out, struct fault *f);

#endif
