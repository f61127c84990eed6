/*
 * A growing run of bytes, always followed by a NUL that doesn't count.
 * Embedded: buf_init() and buf_cleanup(), or a struct of zeros.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>

struct buf {
	char	*data;	/* NULL while empty */
	size_t	length, size;
};

void buf_init(struct buf *b);
void buf_cleanup(struct buf *b);
void buf_reset(struct buf *b);	/* keeps the memory */
void buf_append(struct buf *b, const void *p, size_t length);
void buf_text(struct buf *b, const char *text);
void buf_char(struct buf *b, char c);
void buf_number(struct buf *b, unsigned long long n);
void buf_printf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Room for `size` more bytes, for whoever gets them from elsewhere, and how
 * many of them came. */
char *buf_room(struct buf *b, size_t size);
void buf_came(struct buf *b, size_t length);

/* The bytes as a text: "" while empty. */
const char *buf_string(const struct buf *b);

#endif
