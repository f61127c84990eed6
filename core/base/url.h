/* Percent encoding (RFC 3986, section 2). */
#ifndef BASE_URL_H
#define BASE_URL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"

/* Appends `text` so that it stands for itself within one segment of a path,
 * one name or value of a query, or a header's ext-value (RFC 8187): letters,
 * digits and -._~ stay, every other byte is escaped. */
void url_component(struct buf *b, const char *text);

/* Decodes once, in place or from one place to another: `to` needs room for
 * `length` bytes and may be `from`.  `plus`: "+" is a space, as in forms.
 * False where a "%" has no two hex digits behind it. */
bool url_decode(char *to, const char *from, size_t length, bool plus,
    size_t *out);

/* The same as a text of its own; NULL also where that would be no UTF-8, or
 * have a NUL in it. */
char *url_text(struct arena *a, const char *from, size_t length, bool plus);

/* Does a browser that is sent to `url` stay on this site: "/x"?  Not "//host",
 * nor what it takes for that: a backslash is a slash to it, and tabs and line
 * breaks are dropped before it looks. */
bool url_stays(const char *url);

/* Appends a route's pattern with its parameters put in: "/{path*}/{id:int}".
 * Texts are escaped, slashes stay where many segments are meant.  False, with
 * nothing appended, where one is missing or is neither text nor integer. */
bool url_fill(struct buf *b, const char *pattern, const struct json *params);

#endif
