/*
 * PNG (ISO/IEC 15948), walked chunk by chunk, each with its CRC, and written
 * anew without texts, times, EXIF and whatever else isn't needed to show it.
 * Of an animated one the still picture is kept.
 */
#include <string.h>
#include <zlib.h>

#include "cms/media_type.h"

#define SIGNATURE "\x89PNG\r\n\x1a\n"
#define PROFILE_MAX (4 * 1024 * 1024)

static const char *const KEPT[] = { "IHDR", "PLTE", "IDAT", "IEND", "tRNS",
	"gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs", NULL };

struct png {
	struct media_file *m;
	bool		header, palette, data, data_over, end;
};

static bool
is(const unsigned char *type, const char *name)
{
	return (memcmp(type, name, 4) == 0);
}

static bool
kept(const unsigned char *type)
{
	size_t i;

	for (i = 0; KEPT[i] != NULL; i++)
		if (is(type, KEPT[i]))
			return (true);
	return (false);
}

static enum err
header(struct png *g, const unsigned char *p, size_t n)
{
	static const unsigned char DEPTHS[7] = { 0x1f, 0, 0x18, 0x0f, 0x18, 0,
	    0x18 };	/* bits: depths 1, 2, 4, 8, 16 by colour type */
	unsigned depth;

	if (g->header || n != 13)
		return (media_broken(g->m, "IHDR"));
	g->header = true;
	depth = p[8];
	if (p[9] > 6 || depth == 0 || depth > 16 ||
	    (depth & (depth - 1)) != 0 ||
	    (DEPTHS[p[9]] & (1u << __builtin_ctz(depth))) == 0 ||
	    p[10] != 0 || p[11] != 0 || p[12] > 1)
		return (media_broken(g->m, "IHDR"));
	return (media_dimensions(g->m, be32(p), be32(p + 4)));
}

/* Order and size of the chunk; `p` is its data. */
static enum err
chunk(struct png *g, const unsigned char *type, const unsigned char *p,
    size_t n)
{
	if (is(type, "IHDR"))
		return (header(g, p, n));
	if (!g->header)
		return (media_broken(g->m, "IHDR"));
	if (is(type, "IDAT")) {
		if (g->data_over || (!g->data && (n < 2 ||
		    (p[0] & 15) != 8 || be16(p) % 31 != 0)))
			return (media_broken(g->m, "IDAT"));
		g->data = true;
		return (ERR_OK);
	}
	g->data_over = g->data;
	if (is(type, "PLTE")) {
		if (g->palette || g->data || n == 0 || n % 3 != 0 || n > 768)
			return (media_broken(g->m, "PLTE"));
		g->palette = true;
	} else if (is(type, "IEND")) {
		if (!g->data || n != 0)
			return (media_broken(g->m, "IEND"));
		g->end = true;
	} else if ((type[0] & 0x20) == 0) {
		return (media_broken(g->m, "critical chunk"));
	} else if (kept(type) && (g->data || n > PROFILE_MAX)) {
		return (media_broken(g->m, "chunk"));
	}
	return (ERR_OK);
}

enum err
media_png(struct media_file *m)
{
	struct png g = { .m = m };
	const unsigned char *p;
	size_t at = 8, n;
	enum err e;

	if (m->n < 8 || memcmp(m->p, SIGNATURE, 8) != 0)
		return (media_broken(m, "signature"));
	m->info->rewritten = true;
	buf_append(&m->info->bytes, m->p, 8);
	while (!g.end) {
		p = m->p + at;
		if (m->n - at < 12 || (n = be32(p)) > m->n - at - 12)
			return (media_broken(m, "chunk"));
		if (crc32(0, p + 4, (uInt)n + 4) != be32(p + 8 + n))
			return (media_broken(m, "CRC"));
		if ((e = chunk(&g, p + 4, p + 8, n)) != ERR_OK)
			return (e);
		if (kept(p + 4))
			buf_append(&m->info->bytes, p, n + 12);
		at += n + 12;
	}
	if (at != m->n)
		return (media_broken(m, "trailer"));
	return (ERR_OK);
}
