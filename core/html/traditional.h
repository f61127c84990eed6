/*
 * A finished page in traditional characters: its texts, the attributes that
 * people read (alt, title, aria-label, placeholder, a meta tag's content), its
 * language; and its links, which stay in this view.  Addresses, code, forms'
 * values, scripts and whatever says translate="no" or lang="zh-Hans" stay as
 * they are.
 *
 * Any bytes may come in: what isn't a page of ours comes out a little wrong,
 * never longer than conversion makes it.
 */
#ifndef HTML_TRADITIONAL_H
#define HTML_TRADITIONAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/fault.h"

/* Appends the page to `out`.  `prefix`: what stands before a path in this
 * view, "/zh-hant".  `keep`: beginnings of paths that aren't pages, NULL at the
 * end.  ERR_INPUT "han.convert" where the page isn't UTF-8. */
enum err html_traditional(const char *html, size_t length,
    const char *prefix, const char *const *keep, struct buf *out,
    struct fault *f);

/* Does a path get the prefix? */
bool html_traditional_path(const char *path, size_t length,
    const char *const *keep);

#endif
