/* Cookies: see cookie.h. */
#include "web/cookie.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#define SPACE " \t"

static bool
cookie_fits(const char *p, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if ((unsigned char)p[i] < 0x20 || p[i] == 0x7F)
			return (false);
	return (utf8_valid(p, length));
}

/* Spaces at both ends don't count. */
static void
trim(const char **p, size_t *length)
{
	while (*length > 0 && strchr(SPACE, **p) != NULL) {
		(*p)++;
		(*length)--;
	}
	while (*length > 0 && strchr(SPACE, (*p)[*length - 1]) != NULL)
		(*length)--;
}

static bool
cookie_one(struct arena *a, const char *p, size_t length, struct pairs *out)
{
	const char *equal, *value;
	size_t name_length, value_length;

	equal = memchr(p, '=', length);
	if (equal == NULL || !cookie_fits(p, length))
		return (true);
	name_length = (size_t)(equal - p);
	value = equal + 1;
	value_length = length - name_length - 1;
	trim(&p, &name_length);
	trim(&value, &value_length);
	if (name_length == 0)
		return (true);
	if (out->count == COOKIES_MAX)
		return (false);
	pairs_add(a, out, arena_copy(a, p, name_length),
	    arena_copy(a, value, value_length));
	return (true);
}

enum err
cookie_parse(struct arena *a, const char *header, struct pairs *out,
    struct fault *f)
{
	size_t length;

	for (;; header += length + 1) {
		length = strcspn(header, ";");
		if (!cookie_one(a, header, length, out))
			return (fault_set(f, ERR_TOO_LARGE, "cookie.many",
			    NULL, NULL));
		if (header[length] == '\0')
			return (ERR_OK);
	}
}

/* Visible ASCII without the characters in `but`. */
static bool
text_fits(const char *p, const char *but)
{
	for (; *p != '\0'; p++)
		if (*p <= ' ' || *p >= 0x7F || strchr(but, *p) != NULL)
			return (false);
	return (true);
}

const char *
cookie_write(struct arena *a, const char *name, const char *value,
    int64_t max_age, bool secure)
{
	char age[40] = "";

	if (*name == '\0' || !text_fits(name, "()<>@,;:\\\"/[]?={}") ||
	    !text_fits(value, "\",;\\"))
		return (NULL);
	if (max_age >= 0)
		snprintf(age, sizeof(age), "; Max-Age=%" PRId64, max_age);
	return (arena_printf(a, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s",
	    name, value, secure ? "; Secure" : "", age));
}
