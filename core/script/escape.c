/* Escaping: see escape.h. */
#include "script/escape.h"

#include <string.h>
#include <strings.h>

static const char *const reference[256] = {
	['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;",
	['\''] = "&#39;"
};

static void
escape(struct buf *out, const char *p, size_t length, char leave)
{
	const char *begin = p, *end = p + length;

	for (; p < end; p++) {
		if (reference[(unsigned char)*p] == NULL || *p == leave)
			continue;
		buf_append(out, begin, (size_t)(p - begin));
		buf_text(out, reference[(unsigned char)*p]);
		begin = p + 1;
	}
	buf_append(out, begin, (size_t)(p - begin));
}

void
escape_text(struct buf *out, const char *p, size_t length)
{
	escape(out, p, length, '\0');
}

void
escape_quotes(struct buf *out, const char *p, size_t length)
{
	escape(out, p, length, '&');
}

bool
escape_address_good(const char *p, size_t length, bool rest)
{
	static const char *const schemes[] = { "http", "https", "mailto",
	    "tel" };
	size_t i, n;

	while (length > 0 && (unsigned char)*p <= ' ') {
		p++;	/* browsers skip these */
		length--;
	}
	for (n = 0; n < length && strchr(":/?#", p[n]) == NULL; n++)
		;	/* NUL ends the search as well: it can't be good */
	if (n == length || (p[n] != ':' && p[n] != '\0'))
		return (true);
	if (rest || p[n] == '\0')
		return (false);
	for (i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (strlen(schemes[i]) == n &&
		    strncasecmp(schemes[i], p, n) == 0)
			return (true);
	return (false);
}
