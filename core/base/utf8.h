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
uint32_t utf8_next(const char **p, const char *end);

/* Writes 1 to 4 bytes and returns how many. */
size_t utf8_put(char out[4], uint32_t c);

bool utf8_valid(const char *p, size_t length);

/* Characters in valid text. */
size_t utf8_count(const char *p, size_t length);

/* The length of `p` without a character that was cut in two at its end. */
size_t utf8_cut(const char *p, size_t length);

/* Copies at most size - 1 bytes, never half a character; ends with NUL. */
void utf8_copy(char *out, size_t size, const char *from);

#endif
