/*
 * UTF-8 (RFC 3629): no surrogates, nothing over U+10FFFF, no overlong forms.
 * Everything the core stores has passed utf8_valid().
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_BAD 0xFFFFFFFFu
#define UTF8_REPLACEMENT 0xFFFDu

/* The character at *p (before `end`), and *p moved behind it.  UTF8_BAD, and
 * *p moved by one byte, where there is none. */
static inline uint32_t utf8_next(const char **p, const char *end);

/* Writes 1 to 4 bytes and returns how many. */
size_t utf8_put(char out[4], uint32_t c);

bool utf8_valid(const char *p, size_t length);

/* Characters in valid text. */
size_t utf8_count(const char *p, size_t length);

/* The length of `p` without a character that was cut in two at its end. */
size_t utf8_cut(const char *p, size_t length);

/* Copies at most size - 1 bytes, never half a character; ends with NUL. */
void utf8_copy(char *out, size_t size, const char *from);

/* utf8_next() of any character but the most frequent. */
uint32_t utf8_other(const char **p, const char *end);

static inline uint32_t
utf8_next(const char **p, const char *end)
{
	const unsigned char *s = (const unsigned char *)*p;

	if (s[0] < 0x80) {
		(*p)++;
		return (s[0]);
	}
	/* Han: three bytes, from U+1000 to U+CFFF. */
	if (s[0] > 0xE0 && s[0] < 0xED && end - *p > 2 &&
	    (s[1] & 0xC0) == 0x80 && (s[2] & 0xC0) == 0x80) {
		*p += 3;
		return ((s[0] & 0xFu) << 12 | (s[1] & 0x3Fu) << 6 |
		    (s[2] & 0x3Fu));
	}
	return (utf8_other(p, end));
}

#endif
