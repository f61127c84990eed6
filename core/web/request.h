/*
 * A request as the rest of the program sees it; only core/web/kore/ knows
 * Kore's.  Everything in it lives in `arena` until the reply has been sent,
 * except uploads' data, which is a mapped file or the body itself and lives
 * as long.
 */
#ifndef WEB_REQUEST_H
#define WEB_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "cms/upload.h"

enum method {
	METHOD_GET,
	METHOD_HEAD,
	METHOD_POST,
	METHOD_PUT,
	METHOD_PATCH,
	METHOD_DELETE,
	METHOD_OPTIONS,
	METHOD_COUNT
};

/* Names and values in the order in which they came.  Values end with NUL and
 * hold none; they are valid UTF-8 (parsers refuse anything else). */
struct pair {
	const char	*name, *value;
};

struct pairs {
	struct pair	*item;
	size_t		count, room;
};

struct request {
	struct arena	*arena;
	enum method	method;
	const char	*target;	/* as sent: path and query */
	const char	*path;		/* decoded, valid UTF-8, no "." or ".." */
	const char	*host;		/* lower case, without port */
	unsigned	port;		/* that the Host header names; 0: none */
	const char	*address;	/* of the peer, or what a trusted proxy says */
	bool		secure;		/* TLS, here or at a trusted proxy */
	bool		http_1_0;
	struct pairs	headers;	/* names in lower case */
	struct pairs	query, cookies, form;

	const char	*body;		/* NULL: none; a mapping of body_fd if >= 0 */
	size_t		body_length;
	int		body_fd;	/* a large body in a file; -1: none */

	struct upload	*uploads;	/* of a multipart form */
	size_t		upload_count;

	struct pairs	params;		/* what the route's pattern captured */

	/* ERR_OK, or why target, cookies or form can't be read: then they hold
	 * only what came before, and the request must be refused with this. */
	struct fault	fault;
};

/* Adds a pair; name and value are borrowed. */
void pairs_add(struct arena *a, struct pairs *p, const char *name,
    const char *value);

/* A copy in one piece of memory, to be freed by its `item`, without those named
 * `but` (NULL: with all); the bytes that it takes. */
size_t pairs_pack(struct pairs *to, const struct pairs *from,
    const char *but);

/* A list of its own that borrows names and values. */
void pairs_share(struct arena *a, struct pairs *to, const struct pairs *from);

/* The first value of that name, or NULL. */
const char *pairs_get(const struct pairs *p, const char *name);

/* Removes the bodies' files and mappings; the arena stays. */
void request_cleanup(struct request *rq);

/* "https://host:port" of the site as it was asked for, without a path. */
const char *request_base(struct arena *a, const struct request *rq);

/* Is it for a program?  An address that can't be read counts as it was
 * sent. */
bool request_is_api(const struct request *rq);

const char *method_name(enum method m);
/* The method of that name, as requests and routes write it. */
bool method_find(const char *name, size_t length, enum method *out);
bool method_unsafe(enum method m);	/* all but GET, HEAD, OPTIONS */

#endif
