/* Percent encoding: see url.h. */
#include "base/url.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"

static void
url_escape(struct buf *b, const char *text, const char *kept)
{
	const unsigned char *s = (const unsigned char *)text;

	for (; *s != '\0'; s++)
		if ((*s < 0x80 && isalnum(*s)) || strchr(kept, *s) != NULL)
			buf_char(b, (char)*s);
		else
			buf_printf(b, "%%%02X", *s);
}

void
url_component(struct buf *b, const char *text)
{
	url_escape(b, text, "-._~");
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

char *
url_text(struct arena *a, const char *from, size_t length, bool plus)
{
	char *text = arena_get(a, length + 1);

	if (!url_decode(text, from, length, plus, &length) ||
	    memchr(text, '\0', length) != NULL || !utf8_valid(text, length))
		return (NULL);
	text[length] = '\0';
	return (text);
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

static bool
url_param(struct buf *b, const struct json *v, bool many)
{
	if (v == NULL || (v->type != JSON_INT && v->type != JSON_STRING))
		return (false);
	if (v->type == JSON_INT)
		buf_printf(b, "%" PRId64, v->integer);
	else
		url_escape(b, v->text, many ? "-._~/" : "-._~");
	return (true);
}

bool
url_fill(struct buf *b, const char *pattern, const struct json *params)
{
	size_t start = b->length, length;
	const char *p, *end;
	char name[64];

	for (p = pattern; *p != '\0'; p = end + 1) {
		length = strcspn(p, "{");
		buf_append(b, p, length);
		p += length;
		if (*p == '\0')
			break;
		length = strcspn(p + 1, ":*}");
		end = strchr(p, '}');
		if (end == NULL || length >= sizeof(name))
			goto bad;
		memcpy(name, p + 1, length);
		name[length] = '\0';
		if (!url_param(b, json_get(params, name), end[-1] == '*'))
			goto bad;
	}
	return (true);
bad:
	b->length = start;
	if (b->data != NULL)
		b->data[start] = '\0';
	return (false);
}
