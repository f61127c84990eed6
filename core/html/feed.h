/*
 * Feeds that others publish: RSS 0.9 to 2.0, Atom 0.3 and 1.0, CDF and JSON
 * Feed, read into one shape.  Broken ones are read where their meaning is
 * clear: wrong or missing encoding, junk before the feed, undeclared entities
 * and prefixes, tags that don't match, dates of all kinds.
 *
 * Promises: no file or address is opened, no entity of the feed's own is
 * expanded but plain texts; time and memory grow with the length only.
 * Not a promise: that summary and content are clean.  Scripts, handlers and
 * frames are gone and links are whole, but only html_clean() makes of it what
 * visitors may be shown.
 */
#ifndef HTML_FEED_H
#define HTML_FEED_H

#include <stddef.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/json.h"

#define FEED_INPUT_MAX (10 * 1024 * 1024)
#define FEED_ITEMS_MAX 1000	/* the first ones; `truncated` says so */
#define FEED_DEPTH_MAX 200	/* elements within each other */
#define FEED_PARTS_MAX 100	/* authors, categories, enclosures of an item */

/* What is known about the bytes besides themselves; each may be NULL. */
struct feed_source {
	const char	*url;	/* where they came from: base of its links */
	const char	*type;	/* the Content-Type header */
	const char	*language;	/* the Content-Language header */
	long		zone;	/* of dates that name none: seconds east */
};

/*
 * {version, feed, items, truncated?}.  `version` is rss20, atom10, json11…
 * feed: id, title, title_text, link, subtitle, summary (the same), language,
 *   author, authors, published, updated, categories, hub, self, next
 * item: id, title, title_text, link, published, updated, summary, content,
 *   author, authors, enclosures, categories; beginning, the first words of the
 *   text, where there is no title
 * What a feed doesn't say is left out.  Dates are RFC 3339 in UTC; updated is
 * published, and summary is content, where the feed has only that (a summary
 * that is there but empty stays empty).  title may
 * hold HTML, title_text is its words alone; summary, subtitle and content are
 * HTML or plain text as summary_type, … ("html", "text") say.  authors
 * are {name, email, url}, enclosures {href, type, length}, categories texts;
 * author is the last of authors in one line.
 *
 * ERR_TOO_LARGE "feed.size", ERR_INPUT "feed.unknown" (no feed at all).
 */
enum err feed_parse(struct arena *a, const char *text, size_t length,
    const struct feed_source *from, struct json **out, struct fault *f);

#endif
