/*
 * Forms with files: multipart/form-data (RFC 7578) in one range of memory,
 * usually a mapped file.  Fields become copies that end with NUL; files are
 * pointers into the range and live as long as it does.
 */
#ifndef WEB_MULTIPART_H
#define WEB_MULTIPART_H

#include "web/request.h"

#define MULTIPART_BOUNDARY_MAX 70	/* characters (RFC 2046) */
#define MULTIPART_PARTS_MAX 500
#define MULTIPART_FILES_MAX 100
#define MULTIPART_HEAD_MAX 4096		/* bytes of a part's header lines */
#define MULTIPART_LINES_MAX 16		/* header lines of a part */
#define MULTIPART_NAME_MAX 200		/* bytes of a field's name */
#define MULTIPART_FIELD_MAX (8 * 1024 * 1024)	/* bytes of a field */

/* Reads rq->body with the boundary that its Content-Type names (NULL: none).
 * Appends fields to rq->form and sets rq->uploads.  A file input without a
 * file (no name, no bytes) is left out; a file's name loses its folders.
 * Where filename and filename* differ the latter counts.
 *
 * Fills rq->fault.  ERR_SYNTAX "form.boundary"; ERR_SYNTAX "form.bad" (detail:
 * the byte) for what isn't as RFC 7578 says, has no end, or has a NUL or bad
 * UTF-8 in a name or field; ERR_TOO_LARGE "form.large" over a limit; ERR_TYPE
 * "form.encoding" for parts in base64 or quoted-printable, which RFC 7578, 4.7
 * did away with. */
enum err multipart_parse(struct request *rq, const char *boundary);

#endif
