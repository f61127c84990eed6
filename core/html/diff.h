/*
 * What changed between two clean bodies, or two lines, as clean HTML with
 * <ins> and <del>.  Those stand inside blocks, never around them; a paragraph
 * that was joined or split shows as a marked ¶.  Compared are words, numbers,
 * single Han characters, punctuation and tags.
 *
 * Taking every <del> away and every <ins> tag leaves the text of `to`; the
 * other way round, that of `from`.  Time and memory grow with the length: of
 * texts that have little in common, whole parts are shown as replaced.
 */
#ifndef HTML_DIFF_H
#define HTML_DIFF_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"

struct html_changes {
	size_t		added, removed;	/* places marked in the text */
	/* [{element, attribute, from, to}] of tags that stayed but differ: a
	 * link's target, a picture (attribute "src"), an alignment ("class").
	 * At most HTML_CHANGES_MAX. */
	struct json	*attributes;
};

#define HTML_CHANGES_MAX 200

/* Appends to `out`; fills `changes`, whose values live in `a`. */
void html_diff(const char *from, size_t from_length, const char *to,
    size_t to_length, struct arena *a, struct buf *out,
    struct html_changes *changes);

/* The same for two plain texts, as titles; `out` is HTML. */
void html_diff_line(const char *from, const char *to, struct arena *a,
    struct buf *out, struct html_changes *changes);

#endif
