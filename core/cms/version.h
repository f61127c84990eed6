/*
 * The texts that an entry had before visitors, for types whose schema says
 * `history`.  Read by visitors, so: only while the entry is live, and only
 * texts that were published since it was last withdrawn.  What was withdrawn
 * stays so when a newer text is published; drafts never show.  Without the
 * type's private fields, as everywhere in live.h.
 */
#ifndef CMS_VERSION_H
#define CMS_VERSION_H

#include "cms/cms.h"

/* {id, title, url, versions: [{number, at, hash, title, current}]}, newest
 * first; `number` counts publications from 1.  ERR_NOT_FOUND "version.unknown"
 * for a type without history; as live_entry() where it isn't live. */
enum err version_list(struct site *site, struct arena *a, int64_t entry,
    struct json **out, struct fault *f);

/* What changed from one to the other, in the shape of the act entry.diff;
 * ERR_NOT_FOUND "version.unknown". */
enum err version_diff(struct site *site, struct arena *a, int64_t entry,
    int64_t from, int64_t to, struct json **out, struct fault *f);

/* One of them: {number, at, hash, title, body, content}. */
enum err version_read(struct site *site, struct arena *a, int64_t entry,
    int64_t number, struct json **out, struct fault *f);

#endif
