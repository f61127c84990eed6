/*
 * What lists and single entries of the published copy share: the columns of a
 * summary and the view made of them.  Inside core/cms/live*.c only.
 */
#ifndef CMS_LIVE_INSIDE_H
#define CMS_LIVE_INSIDE_H

#include "cms/live.h"

/* Of "live l" with the joins below. */
#define SUMMARY_SQL \
	"SELECT l.entry AS id, l.title, l.summary, l.type, l.cover," \
	" l.published_at, l.corrected_at, l.hash, k.path AS \"column\"," \
	" k.title AS column_title," \
	" l.source, l.tags AS tags_json," \
	" m.name AS cover_name, m.alt AS cover_alt, m.width, m.height," \
	" m.sizes AS sizes_json," \
	" CASE l.type WHEN 'topic' THEN l.content ->> '$.name' END AS topic"

#define JOINS_SQL \
	" JOIN \"column\" k ON k.id = l.\"column\"" \
	" LEFT JOIN media m ON m.hash = l.cover"

/* The summary of a row of SUMMARY_SQL, in `a`. */
struct json *live_summary(struct arena *a, const struct json *row);

/* The view of an entry: of a row with its content (content_json). */
enum err live_full(struct site *site, struct arena *a,
    const struct json *row, struct json **out, struct fault *f);

/* The page that an act's input asks for: its limit and cursor, into `q`. */
enum err live_page_read(struct call *c, const struct json *in,
    struct live_query *q);
/* {entries: `list`, next: the cursor of what comes behind it, or null} */
struct json *live_page(struct arena *a, struct json *list, int64_t limit);

#endif
