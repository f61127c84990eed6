/* UTF-8: see utf8.h. */
#include "base/utf8.h"

#include <string.h>

#include "base/eight.h"

/* How many bytes follow a first byte; -1 where it can't be a first byte. */
static int
utf8_tail(unsigned char c)
{
	if (c < 0x80)
		return (0);
	if (c < 0xC2 || c > 0xF4)
		return (-1);
	return (c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3);
}

uint32_t
utf8_other(const char **p, const char *end)
{
	static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
	const unsigned char *s = (const unsigned char *)*p;
	uint32_t c = s[0];
	int i, tail = utf8_tail(s[0]);

	(*p)++;
	if (tail <= 0)
		return (tail == 0 ? c : UTF8_BAD);
	if (end - (const char *)s <= tail)
		return (UTF8_BAD);
	c &= 0x3Fu >> tail;
	for (i = 1; i <= tail; i++) {
		if ((s[i] & 0xC0) != 0x80)
			return (UTF8_BAD);
		c = c << 6 | (s[i] & 0x3F);
	}
	if (c < least[tail] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return (UTF8_BAD);
	*p += tail;
	return (c);
}

size_t
utf8_put(char out[4], uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return (1);
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return (2);
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return (3);
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return (4);
}

bool
utf8_valid(const char *p, size_t length)
{
	const char *end = p + length;

	while (p < end) {
		if ((unsigned char)*p < 0x80 && end - p >= 8 &&
		    (eight_read(p) & EIGHT(0x80)) == 0)
			p += 8;
		else if (utf8_next(&p, end) == UTF8_BAD)
			return (false);
	}
	return (true);
}

size_t
utf8_count(const char *p, size_t length)
{
	size_t i = 0, n = length;
	uint64_t w;

	/* All bytes but those that follow another: 10xxxxxx. */
	for (; i + 8 <= length; i += 8) {
		w = eight_read(p + i);
		n -= eight_count(w & ~(w << 1) & EIGHT(0x80));
	}
	for (; i < length; i++)
		n -= ((unsigned char)p[i] & 0xC0) == 0x80;
	return (n);
}

size_t
utf8_cut(const char *p, size_t length)
{
	size_t back;

	for (back = 1; back <= 4 && back <= length; back++) {
		unsigned char c = (unsigned char)p[length - back];

		if ((c & 0xC0) == 0x80)
			continue;
		return (utf8_tail(c) >= (int)back ? length - back : length);
	}
	return (length);
}

void
utf8_copy(char *out, size_t size, const char *from)
{
	size_t length = strnlen(from, size);

	if (length == size)
		length = utf8_cut(from, size - 1);
	memcpy(out, from, length);
	out[length] = '\0';
}
