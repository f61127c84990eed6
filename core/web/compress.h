/*
 * Content codings (RFC 9110, 8.4): gzip by zlib, br by libbrotlienc.
 */
#ifndef WEB_COMPRESS_H
#define WEB_COMPRESS_H

#include <stdbool.h>

#include "base/buf.h"

enum coding {
	CODING_PLAIN,
	CODING_GZIP,
	CODING_BR,
	CODING_COUNT
};

enum effort {
	EFFORT_ONCE,	/* for a reply that is thrown away: about 1 ms for
			 * 50 KB */
	EFFORT_KEPT	/* for one that is sent many times */
};

/* What is shorter gains less than its header lines cost. */
#define COMPRESS_MIN 512	/* bytes */

/* "gzip", "br"; NULL for plain. */
const char *coding_name(enum coding c);

/* The best coding that an Accept-Encoding (NULL: none) takes. */
enum coding coding_choose(const char *accept_encoding);

/* Is it text of some kind?  Pictures, films and archives are compressed
 * already.  `type` is a Content-Type, NULL allowed. */
bool compress_type(const char *type);

/* Appends `length` bytes at `p` in a coding other than plain.  False, and
 * `out` as it was, where that makes it no shorter. */
bool compress_write(enum coding c, enum effort effort, const void *p, size_t length,
    struct buf *out);

#endif
