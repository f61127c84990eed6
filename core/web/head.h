/*
 * The head of an HTTP/1 request (RFC 9112): request line and header lines.
 * Stricter than Kore 4.1's own reader, which takes "Hostile:" for Host, keeps
 * 22 headers, ignores Transfer-Encoding beside Content-Length, and answers 400
 * to a Referer with Chinese in it.  What two parsers could read in two ways is
 * refused, so that no proxy in front and we ever disagree about where a
 * request ends.
 *
 * Knows nothing of Kore and of sockets; fuzzed by tests/fuzz/head.c.
 */
#ifndef WEB_HEAD_H
#define WEB_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "web/request.h"

#define HEAD_MAX 8192		/* bytes, with the empty line */
#define HEAD_LINES_MAX 100	/* header lines */
#define HEAD_TARGET_MAX 4096	/* bytes of the request target */

struct head {
	enum method	method;
	const char	*target;	/* as sent; begins with "/" or is "*" */
	const char	*host;		/* as sent, never empty but in HTTP/1.0 */
	bool		http_1_0;
	struct pairs	headers;	/* names in lower case; what isn't UTF-8
					 * in a value is read as Latin-1 */
	bool		has_length;
	uint64_t	length;		/* Content-Length */
	bool		expect;		/* wants "100 Continue" before its body */
	bool		close;		/* ends the connection afterwards */
	unsigned	seen;		/* a bit for each line that head.c knows */
};

/* Empty lines in front of a request, to be skipped (RFC 9112, 2.2). */
size_t head_blank(const char *p, size_t length);

/* Where the head that begins at `p` ends: bytes with the empty line.  0: not
 * there yet; then head_broken() tells whether more of it can help. */
size_t head_end(const char *p, size_t length);

/* Is what came so far already beyond repair?  0, or the status to refuse. */
int head_broken(const char *p, size_t length);

/* Reads a whole head.  0, or the status to refuse it with, in which case the
 * connection must be closed after the answer.  Everything in `out` is a copy
 * in `a`. */
int head_parse(struct arena *a, const char *p, size_t length,
    struct head *out);

#endif
