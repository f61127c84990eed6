/*
 * What somebody typed and hasn't saved: one text per entry and user, seen by
 * that user alone, unchecked but for its size, and no revision.
 */
#ifndef CMS_AUTOSAVE_H
#define CMS_AUTOSAVE_H

#include "cms/entry.h"

#define AUTOSAVE_MAX (2 * 1024 * 1024)	/* bytes of JSON */

/* The actor's own; *out NULL where there is none. */
enum err autosave_load(struct call *c, int64_t entry, struct json **out);
enum err autosave_drop(struct call *c, int64_t entry);

#endif
