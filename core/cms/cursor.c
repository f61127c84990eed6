/* Cursors of lists; see cursor.h. */
#include <inttypes.h>

#include "cms/cursor.h"

bool
cursor_number(const char *text, int64_t *out, const char **end)
{
	int64_t n = 0;
	const char *p = text;

	for (; *p >= '0' && *p <= '9'; p++) {
		if (n > (INT64_MAX - 9) / 10)
			return (false);
		n = n * 10 + (*p - '0');
	}
	*out = n;
	*end = p;
	return (p != text);
}

bool
cursor_read(const char *text, int64_t *at, int64_t *id)
{
	const char *p;

	return (cursor_number(text, at, &p) && *p == '.' &&
	    cursor_number(p + 1, id, &p) && *p == '\0');
}

const char *
cursor_write(struct arena *a, int64_t at, int64_t id)
{
	return (arena_printf(a, "%" PRId64 ".%" PRId64, at, id));
}
