/*
 * The text of documents of office programs (ECMA-376: DOCX, XLSX, PPTX), as
 * people read it: a line for each paragraph, cell or text box; notes, headers
 * and deleted text too.  Bounded in members, bytes and depth, whatever the
 * file claims about itself.
 */
#ifndef HTML_OFFICE_H
#define HTML_OFFICE_H

#include <stddef.h>

#include "base/buf.h"
#include "base/fault.h"

#define OFFICE_UNPACKED_MAX (64u * 1024 * 1024)	/* bytes of XML read in all */
#define OFFICE_TEXT_MAX (4u * 1024 * 1024)	/* bytes; cut there */

/* Appends to `out`.  ERR_TYPE "office.broken" with what is wrong, and
 * ERR_TOO_LARGE "office.large" with what was read so far in `out`. */
enum err office_text(const void *p, size_t n, struct buf *out,
    struct fault *f);

#endif
