/* Percent encoding: see url.h. */
#include "base/url.h"

#include <ctype.h>
#include <string.h>

void
url_component(struct buf *b, const char *text)
{
	const unsigned char *s = (const unsigned char *)text;

	for (; *s != '\0'; s++)
		if ((*s < 0x80 && isalnum(*s)) || strchr("-._~", *s) != NULL)
			buf_char(b, (char)*s);
		else
			buf_printf(b, "%%%02X", *s);
}

/* The value of a hex digit, or -1. */
static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return (c - '0');
	c |= 0x20;
	return (c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1);
}

bool
url_decode(char *to, const char *from, size_t length, bool plus, size_t *out)
{
	const char *end = from + length;
	char *start = to;
	int high, low;

	for (; from < end; from++) {
		if (*from != '%') {
			*to++ = plus && *from == '+' ? ' ' : *from;
			continue;
		}
		if (end - from < 3 || (high = hex_value(from[1])) < 0 ||
		    (low = hex_value(from[2])) < 0)
			return (false);
		*to++ = (char)(high << 4 | low);
		from += 2;
	}
	*out = (size_t)(to - start);
	return (true);
}

bool
url_stays(const char *url)
{
	const unsigned char *s = (const unsigned char *)url;

	if (s[0] != '/' || s[1] == '/' || s[1] == '\\')
		return (false);
	for (; *s != '\0'; s++)
		if (*s < 0x20 || *s == 0x7F)
			return (false);
	return (true);
}
