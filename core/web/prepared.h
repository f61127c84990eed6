/*
 * A finished reply: head and body in one piece, sent by one send(2) and shared
 * by all who send it.  Threads may hold it together; whoever drops it last
 * frees it.
 */
#ifndef WEB_PREPARED_H
#define WEB_PREPARED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct reply;

struct prepared {
	char		*data;
	uint64_t	serial;		/* no other reply of the process's */
	size_t		length;		/* head and body */
	size_t		head;		/* with its empty line */
	int		status;		/* 200 or 304 */
	size_t		date;		/* where the head's date stands */
	int64_t		dated;
	unsigned	holders;
};

/* Held once, by the caller.  Status and header lines are the reply's, the
 * body is `body` (ignored for 304). */
struct prepared *prepared_alloc(const struct reply *rp, const void *body,
    size_t length);
struct prepared *prepared_hold(struct prepared *p);
void prepared_drop(struct prepared *p);		/* NULL is allowed */

/* Brings the head's date up to date.  Only for the thread from which others
 * get it: while one of them still sends, the old date stays, so that none
 * sends half of each. */
void prepared_date(struct prepared *p, int64_t now);

/* A copy that says "connection: close", with or without the body. */
void prepared_closing(const struct prepared *p, bool body, struct buf *out);

#endif
