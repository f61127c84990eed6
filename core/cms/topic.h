/*
 * Special topics: an entry of the type `topic` is a page of its own at
 * /COLUMN/NAME/, made of blocks that staff put together: what columns hold,
 * chosen entries, words.  It is written and reviewed as any entry is.
 */
#ifndef CMS_TOPIC_H
#define CMS_TOPIC_H

#include "cms/revision.h"

#define TOPIC_TYPE "topic"

const char *topic_url(struct arena *a, const char *column_path,
    const char *name);

/* May that revision (NULL: the newest) be submitted and published there?  Its
 * address is nobody else's (ERR_CONFLICT "topic.taken"), its parts name columns
 * that there are (ERR_INPUT "column.unknown").  Anything but a topic may. */
enum err topic_check(struct call *c, const struct entry *entry,
    const struct revision *r);

/* The number of the topic at a path "topics/river", live or withdrawn (then
 * live_entry() says so); ERR_NOT_FOUND
 * "column.unknown", as of any address that names nothing. */
enum err topic_find(struct site *site, struct arena *a, const char *path,
    int64_t *id, struct fault *f);

#endif
