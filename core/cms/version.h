/*
 * The texts that an entry had before visitors, for types whose schema says
 * `history`: true for all, or the name of a bool field by which staff open,
 * with a correction, the text that it corrects.  A correction that doesn't
 * keeps everything before it closed, whatever is said later.  Read by visitors, so: only while the entry is live, and only
 * texts that were published since it was last withdrawn.  What was withdrawn
 * stays so when a newer text is published; drafts never show.  Without the
 * type's private fields, as everywhere in live.h.
 */
#ifndef CMS_VERSION_H
#define CMS_VERSION_H

#include "cms/cms.h"

/* {id, title, url, versions: [{number, at, hash, open, current, title, note}]},
 * newest first; `number` counts publications from 1; of one that isn't open
 * there is no title.  ERR_NOT_FOUND "version.unknown" where no version but the
 * live one may be open; as live_entry() where it isn't live. */
enum err version_list(struct site *site, struct arena *a, int64_t entry,
    struct json **out, struct fault *f);

/* What changed from one to the other, in the shape of the act entry.diff;
 * ERR_NOT_FOUND "version.unknown". */
enum err version_diff(struct site *site, struct arena *a, int64_t entry,
    int64_t from, int64_t to, struct json **out, struct fault *f);

/* One that is open: {number, at, hash, title, body, content}. */
enum err version_read(struct site *site, struct arena *a, int64_t entry,
    int64_t number, struct json **out, struct fault *f);

/* Is the media part of an open version, though no live text has it? */
enum err version_shows(struct site *site, struct arena *a, const char *media,
    bool *out, struct fault *f);

#endif
