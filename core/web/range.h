/*
 * Range requests (RFC 9110, section 14): one range of bytes.  Several ranges
 * at once, other units and what is broken are answered with the whole, as
 * 14.2 allows.
 */
#ifndef WEB_RANGE_H
#define WEB_RANGE_H

#include <stdbool.h>
#include <stdint.h>

enum range {
	RANGE_WHOLE,	/* 200 */
	RANGE_PART,	/* 206 with Content-Range: bytes first-last/size */
	RANGE_OUTSIDE	/* 416 with Content-Range: bytes * /size (no space) */
};

/* `header` may be NULL.  Fills in offset and length for whole and part. */
enum range range_parse(const char *header, uint64_t size, uint64_t *offset,
    uint64_t *length);

/* May a range be served, as If-Range says (RFC 9110, 13.1.5)?  NULL: yes.
 * `etag` with its quotes, or NULL; `modified` in unix seconds. */
bool range_fits(const char *if_range, const char *etag, int64_t modified);

#endif
