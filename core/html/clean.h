/*
 * Cleaning HTML that people wrote, pasted or imported.  Every body passes
 * here before it is stored; what comes out is shown to visitors as it is.
 *
 * Promises:
 * - only elements, attributes, classes and kinds of address that allow.c
 *   names; no `style=`: alignment and colours of text become classes;
 * - written so that a browser reads exactly the tree that was meant: blocks
 *   never stand in paragraphs or in inline elements, tables are complete;
 * - text is kept, except that of elements which show none (script, style,
 *   title, template, SVG, MathML, frames);
 * - what is clean stays as it is, byte for byte;
 * - time grows with the length only; no recursion.
 * Not a promise: that the text is good HTML in other respects (a picture
 * without alt text stays one).
 */
#ifndef HTML_CLEAN_H
#define HTML_CLEAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/fault.h"
#include "base/json.h"

#define HTML_INPUT_MAX (10 * 1024 * 1024)  /* bytes in, and bytes out */
#define HTML_DEPTH_MAX 256	/* elements within each other that are read */
#define HTML_URL_MAX 4096	/* bytes of one address */
#define HTML_REPORT_MAX 200	/* things that a report tells one by one */

struct html_rules {
	/* The site's own hosts, "www.example.cn", NULL at the end; a link to
	 * one of them isn't foreign.  NULL: none is known. */
	const char *const *hosts;
	/* Pictures, sound and film come from this site only; others are left
	 * out, or, with the second, a picture becomes a link to it. */
	bool	local_media_only, link_foreign_media;
};

/* What was left out or changed: objects {kind, element, attribute?, value?}
 * with kind "element" (with its text), "tag" (text kept), "attribute" (of a
 * style, what has a class is kept as one), "class", "url", "media", "comment"
 * (instructions, too; no element) or "depth". */
struct html_report {
	struct arena	*arena;
	struct json	*drops;	/* array; at most HTML_REPORT_MAX */
	size_t		total;	/* all of them */
};

void html_report_init(struct html_report *r, struct arena *a);

/* Appends the clean form of `in` to `out`.  Broken UTF-8 becomes U+FFFD.
 * `rules`, `report` and `f` may be NULL.  On an error `out` is as before:
 * ERR_TOO_LARGE "html.size", ERR_INPUT "html.depth" or "html.tag" (a tag with
 * too many attributes). */
enum err html_clean(const char *in, size_t length,
    const struct html_rules *rules, struct buf *out,
    struct html_report *report, struct fault *f);

#endif
