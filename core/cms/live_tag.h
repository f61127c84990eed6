/* Tags as visitors see them: of what is live, as everything in live.h. */
#ifndef CMS_LIVE_TAG_H
#define CMS_LIVE_TAG_H

#include "cms/live.h"

#define LIVE_TAGS_MAX 1000

/* Summaries of the entries that bear the tag, newest first.  Of the query
 * counts where the page begins and ends: limit, offset, before. */
enum err live_tagged(struct site *site, struct arena *a, const char *tag,
    const struct live_query *page, struct json **out, struct fault *f);

/* How many entries bear it; 0 where none does. */
enum err live_tag_count(struct site *site, const char *tag, int64_t *out,
    struct fault *f);

/* [{tag, entries}]: those that `least` entries or more bear, the most used
 * first. */
enum err live_tags(struct site *site, struct arena *a, int64_t least,
    int64_t limit, struct json **out, struct fault *f);

#endif
