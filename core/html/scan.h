/*
 * Reading clean HTML (what html_clean() wrote) piece by piece.  On other
 * input it stays within the bytes given, but the pieces mean little.
 */
#ifndef HTML_SCAN_H
#define HTML_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum html_piece_kind { HTML_PIECE_TEXT, HTML_PIECE_OPEN, HTML_PIECE_CLOSE };

struct html_piece {
	enum html_piece_kind kind;
	const char	*text;		/* borrowed; a tag with its < and > */
	size_t		length;
	char		name[16];	/* of a tag */
	bool		block;		/* it begins or ends a line */
	bool		empty;		/* br, img, hr: no end tag follows */
};

/* The piece at *p, and *p moved behind it; false at the end. */
bool html_scan(const char **p, const char *end, struct html_piece *out);

/* Appends the decoded value of a tag's attribute; false: it has none. */
bool html_piece_attribute(const struct html_piece *tag, const char *name,
    struct buf *out);

/* Appends text with its entities decoded. */
void html_decode(const char *text, size_t length, struct buf *out);

#endif
