/*
 * Which replies the page cache keeps, under which names, and what they say to
 * caches in front of us.
 *
 * Kept are answers 200 to GET and HEAD of routes that say so (struct route,
 * `cache`), in the visitor lane, for requests without session and token.  A
 * name holds all that such a page may depend on: scheme, host, the language
 * that the visitor chose, path, and the query names that the route declares.
 * Pages see no other query names, so that a link with an advertiser's marks
 * shows the page that everybody gets.
 *
 * A page that is asked for is as new as the site's generation; what no counter
 * tells of (templates edited in place, tables of plugins) is seen after
 * KEPT_SECONDS.
 */
#ifndef WEB_KEPT_H
#define WEB_KEPT_H

#include "web/exchange.h"

#define KEPT_SECONDS 30

/* Answers from the cache; false where it can't.  kept_find() comes before the
 * router and knows the routes of C, kept_again() behind it those of plugins. */
bool kept_find(struct exchange *x);
bool kept_again(struct exchange *x);

/* Takes query names away that a page doesn't declare. */
void kept_narrow(struct exchange *x);

/* Cache-Control and Vary of a page, unless its handler said something. */
void kept_headers(struct exchange *x);

/* Keeps the finished reply, and makes it a prepared one; of a file, its
 * descriptor. */
void kept_store(struct exchange *x);

/* Compresses a reply that isn't kept, where that is worth it and safe. */
void kept_compress(struct exchange *x);

#endif
