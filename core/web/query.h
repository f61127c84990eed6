/*
 * Query strings and application/x-www-form-urlencoded bodies: UTF-8, as the
 * URL Standard says, but what is broken is refused rather than guessed.
 */
#ifndef WEB_QUERY_H
#define WEB_QUERY_H

#include "base/buf.h"
#include "web/request.h"

#define QUERY_PAIRS_MAX 1000
#define QUERY_NAME_MAX 200		/* bytes, decoded */
#define QUERY_MAX (8 * 1024 * 1024)	/* bytes of the whole text */

/* Appends the pairs of `text` (without "?") to `out`; names and values are
 * copies.  ERR_SYNTAX "query.bad" for a bad escape, a NUL, or what isn't
 * UTF-8; ERR_TOO_LARGE "query.large" over a limit. */
enum err query_parse(struct arena *a, const char *text, size_t length,
    struct pairs *out, struct fault *f);

/* Appends `name=value`, with "&" in front if `b` isn't empty. */
void query_write(struct buf *b, const char *name, const char *value);

#endif
