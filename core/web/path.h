/*
 * The request target (RFC 9112, 3.2.1: origin form) as a path that two
 * programs can't read in two ways.  Nothing is normalised: a path that would
 * need it isn't one that we ever link to, and is refused.
 */
#ifndef WEB_PATH_H
#define WEB_PATH_H

#include "base/arena.h"
#include "base/fault.h"

#define PATH_LENGTH_MAX 2048	/* bytes, decoded */

/* The decoded path, and the query as sent ("" where there is none).  Decoded
 * once, valid UTF-8; ERR_SYNTAX "path.bad" where it doesn't begin with "/",
 * has a bad escape, a control character, a backslash, an escaped slash, an
 * empty segment but the last, "." or ".."; ERR_TOO_LARGE "path.long". */
enum err path_parse(struct arena *a, const char *target, const char **path,
    const char **query, struct fault *f);

#endif
