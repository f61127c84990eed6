/* What single header values mean (RFC 9110), and those that need care to
 * write.  Values may be NULL where the request had no such header. */
#ifndef WEB_HEADER_H
#define WEB_HEADER_H

#include <stdbool.h>
#include <stdint.h>

#include "web/request.h"

#define HOST_MAX 253	/* characters of a name (RFC 1035) */

/* "zh" or "en", whichever Accept-Language prefers; "zh" if it says neither. */
const char *header_lang(const char *accept_language);

/* May a reply have this content coding ("gzip", "br")? */
bool header_accepts(const char *accept_encoding, const char *coding);

/* May it stand in a host that is a name or an IPv4 address? */
static inline bool
header_host_byte(char c)
{
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_');
}

/* Is it a host as a request may name it: a name or an address, with a port or
 * without? */
bool header_host_fits(const char *host);

/* The host of a Host header: lower case, without port and final dot; an IPv6
 * address keeps its brackets.  NULL where it isn't one. */
const char *header_host(struct arena *a, const char *text);

/* Is `etag` (with its quotes) one of an If-None-Match list, or is that "*"?
 * Weak comparison. */
bool header_etag(const char *list, const char *etag);

/* Does the client have it already (304)?  By If-None-Match, else by
 * If-Modified-Since.  `etag` may be NULL; `modified` negative: unknown. */
bool header_fresh(const struct request *rq, const char *etag,
    int64_t modified);

/* The media type of a Content-Type, lower case, without parameters; "". */
const char *header_type(struct arena *a, const char *content_type);

/* A Content-Disposition value (RFC 6266): the name in ASCII, and whole as
 * filename* where that isn't enough. */
const char *header_disposition(struct arena *a, bool attachment,
    const char *name);

#endif
