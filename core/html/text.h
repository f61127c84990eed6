/*
 * What can be taken from a clean body: its text, the beginning of its text,
 * its links and pictures.
 */
#ifndef HTML_TEXT_H
#define HTML_TEXT_H

#include <stddef.h>

#include "base/buf.h"

/* Appends the text as people read it: a line for each block, cells of a row
 * separated by tabs, runs of blanks as one except in <pre>.  No line at the
 * end.  The second puts the alt text of a picture in its place. */
void html_text(const char *clean, size_t length, struct buf *out);
void html_text_alt(const char *clean, size_t length, struct buf *out);

/* Appends the first `max` characters of the text on one line; where it was
 * cut, the last of them is "…".  A cut goes back to the end of a Latin word. */
void html_summary(const char *clean, size_t length, size_t max,
    struct buf *out);

enum html_link {
	HTML_LINK_PLACE,	/* a, blockquote: leads there */
	HTML_LINK_PICTURE,	/* img, poster */
	HTML_LINK_MEDIA		/* audio, video, source, track */
};

/* Calls `each` for every address in the body, decoded, in order; `text` is
 * the alt text of a picture, else "".  Both are borrowed for the call. */
void html_links(const char *clean, size_t length,
    void (*each)(enum html_link kind, const char *url, const char *text,
    void *arg), void *arg);

#endif
