/*
 * An answer before it is sent: status, header lines, and a body that is
 * either bytes or a part of an open file; or a reply that was finished before.
 */
#ifndef WEB_REPLY_H
#define WEB_REPLY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "web/request.h"

struct opened_file;
struct prepared;

struct reply {
	int		status;
	struct pairs	headers;	/* in the request's arena; no length,
					 * date or connection: the sender adds */
	struct buf	body;
	int		fd;		/* -1: the body is `body` */
	uint64_t	offset, length;	/* of the file's part */
	int64_t		modified;	/* the file */
	struct opened_file *file;	/* to whom `fd` belongs; NULL: to us */
	bool		close;		/* end the connection afterwards */
	bool		heavy;		/* no answer: the staff lane has to */
	struct prepared	*prepared;	/* sent in place of headers and body;
					 * held.  NULL: none */
};

void reply_init(struct reply *rp);
/* Frees the body, closes the file, drops what was prepared. */
void reply_cleanup(struct reply *rp);

/* Closes the file, or lets go of it. */
void reply_close(struct reply *rp);

/* Values with a control character are refused (header injection): the line is
 * left out and false returned. */
bool reply_header(struct reply *rp, struct arena *a, const char *name,
    const char *value);

/* Appends the head: status line with `text`, date, length (unless `length` is
 * UINT64_MAX), the header lines; `end`: of the connection, too. */
void reply_head(const struct reply *rp, const char *text, uint64_t length,
    bool end, struct buf *out);

#endif
