/* Content codings: see compress.h. */
#include "web/compress.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <brotli/encode.h>
#include <zlib.h>

#include "base/arena.h"
#include "web/header.h"

#define GZIP_WINDOW (15 + 16)	/* the largest, with gzip's head */
#define GZIP_MEMORY 8		/* zlib's default */

static const struct {
	const char	*name;
	int		level[2];	/* by effort */
} codings[CODING_COUNT] = {
	[CODING_GZIP] = { "gzip", { 4, 8 } },
	[CODING_BR] = { "br", { 4, 7 } },
};

const char *
coding_name(enum coding c)
{
	return (codings[c].name);
}

enum coding
coding_choose(const char *accept_encoding)
{
	if (accept_encoding == NULL)
		return (CODING_PLAIN);
	if (header_accepts(accept_encoding, "br"))
		return (CODING_BR);
	return (header_accepts(accept_encoding, "gzip") ? CODING_GZIP :
	    CODING_PLAIN);
}

bool
compress_type(const char *type)
{
	static const char *const texts[] = { "text/", "application/json",
		"application/problem+json", "application/xml",
		"application/rss+xml", "application/atom+xml",
		"image/svg+xml" };
	size_t i;

	for (i = 0; type != NULL && i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strncasecmp(type, texts[i], strlen(texts[i])) == 0)
			return (true);
	return (false);
}

/* Bytes written to `to`; 0 where they don't fit. */
static size_t
compress_gzip(int level, const void *p, size_t length, uint8_t *to,
    size_t room)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)p,
		.avail_in = (uInt)length, .next_out = to,
		.avail_out = (uInt)room };
	int done;

	if (deflateInit2(&z, level, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY,
	    Z_DEFAULT_STRATEGY) != Z_OK)
		return (0);
	done = deflate(&z, Z_FINISH);
	deflateEnd(&z);
	return (done == Z_STREAM_END ? room - z.avail_out : 0);
}

static size_t
compress_br(int level, const void *p, size_t length, uint8_t *to, size_t room)
{
	size_t size = room;

	if (!BrotliEncoderCompress(level, BROTLI_DEFAULT_WINDOW,
	    BROTLI_MODE_TEXT, length, p, &size, to))
		return (0);
	return (size);
}

bool
compress_write(enum coding c, enum effort effort, const void *p, size_t length,
    struct buf *out)
{
	int level = codings[c].level[effort];
	size_t size;
	uint8_t *to;

	if (length < COMPRESS_MIN || length > UINT32_MAX)
		return (false);
	to = must_alloc(length);
	size = c == CODING_GZIP ?
	    compress_gzip(level, p, length, to, length - 1) :
	    compress_br(level, p, length, to, length - 1);
	if (size > 0)
		buf_append(out, to, size);
	free(to);
	return (size > 0);
}
