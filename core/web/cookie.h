/* Cookies (RFC 6265): what browsers send, and the lines that set them. */
#ifndef WEB_COOKIE_H
#define WEB_COOKIE_H

#include <stdbool.h>
#include <stdint.h>

#include "web/request.h"

#define COOKIES_MAX 200

/* Appends the cookies of a Cookie header to `out`, values as sent.  Cookies
 * that can't be ours (no name, a control character) are left out: other
 * programs under the same domain may have set them, and a refusal would lock
 * their user out.  ERR_TOO_LARGE "cookie.many" over the limit. */
enum err cookie_parse(struct arena *a, const char *header, struct pairs *out,
    struct fault *f);

/* A Set-Cookie value: whole site, HttpOnly, SameSite=Lax.  `max_age` in
 * seconds; 0 removes the cookie, negative keeps it until the browser closes.
 * NULL where name or value have characters that don't belong there. */
const char *cookie_write(struct arena *a, const char *name, const char *value,
    int64_t max_age, bool secure);

#endif
