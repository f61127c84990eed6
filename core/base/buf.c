/* Growing buffers: see buf.h. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#define BUF_FIRST 256

void
buf_init(struct buf *b)
{
	memset(b, 0, sizeof(*b));
}

void
buf_cleanup(struct buf *b)
{
	free(b->data);
	buf_init(b);
}

void
buf_reset(struct buf *b)
{
	b->length = 0;
	if (b->data != NULL)
		b->data[0] = '\0';
}

/* Room for `more` bytes and the NUL. */
static void
buf_grow(struct buf *b, size_t more)
{
	size_t size = b->size > 0 ? b->size : BUF_FIRST;

	if (more > SIZE_MAX / 4 || b->length > SIZE_MAX / 4)
		abort();
	while (size - b->length <= more)
		size *= 2;
	if (size == b->size)
		return;
	b->data = must_realloc(b->data, size);
	b->size = size;
}

void
buf_append(struct buf *b, const void *p, size_t length)
{
	if (b->size - b->length <= length)
		buf_grow(b, length);
	if (length > 0)
		memcpy(b->data + b->length, p, length);
	b->length += length;
	b->data[b->length] = '\0';
}

void
buf_text(struct buf *b, const char *text)
{
	buf_append(b, text, strlen(text));
}

void
buf_char(struct buf *b, char c)
{
	buf_append(b, &c, 1);
}

void
buf_number(struct buf *b, unsigned long long n)
{
	char digits[24], *p = digits + sizeof(digits);

	do {
		*--p = (char)('0' + n % 10);
	} while ((n /= 10) > 0);
	buf_append(b, p, (size_t)(digits + sizeof(digits) - p));
}

char *
buf_room(struct buf *b, size_t size)
{
	if (b->size - b->length <= size)
		buf_grow(b, size);
	return (b->data + b->length);
}

void
buf_came(struct buf *b, size_t length)
{
	b->length += length;
	b->data[b->length] = '\0';
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int length;

	va_start(ap, fmt);
	length = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (length < 0)
		abort();
	buf_grow(b, (size_t)length);
	va_start(ap, fmt);
	vsnprintf(b->data + b->length, (size_t)length + 1, fmt, ap);
	va_end(ap);
	b->length += (size_t)length;
}

const char *
buf_string(const struct buf *b)
{
	return (b->data != NULL ? b->data : "");
}
