/*
 * WebP: a RIFF file of exactly the length that it says, walked chunk by chunk
 * (RFC 9649).  Written anew without EXIF, XMP and unknown chunks; the flags of
 * VP8X say what is left.  The orientation alone is kept.
 */
#include <string.h>

#include "cms/media_type.h"

#define FRAMES_MAX 1000
#define FLAG_XMP 0x04
#define FLAG_EXIF 0x08

struct webp {
	struct media_file *m;
	size_t		flags_at;	/* of VP8X in the new bytes; 0: none */
	int		pictures, orientation;
};

static bool
is(const unsigned char *p, const char *name)
{
	return (memcmp(p, name, 4) == 0);
}

static uint32_t
le24(const unsigned char *p)
{
	return (le16(p) | (uint32_t)p[2] << 16);
}

/* Dimensions as the coded picture itself says them. */
static bool
coded_size(const unsigned char *type, const unsigned char *p, size_t n,
    uint32_t *width, uint32_t *height)
{
	if (is(type, "VP8 ")) {
		if (n < 10 || (p[0] & 1) != 0 || p[3] != 0x9d ||
		    p[4] != 0x01 || p[5] != 0x2a)
			return (false);
		*width = le16(p + 6) & 0x3fff;
		*height = le16(p + 8) & 0x3fff;
		return (true);
	}
	if (n < 5 || p[0] != 0x2f || p[4] >> 5 != 0)
		return (false);
	*width = (le32(p + 1) & 0x3fff) + 1;
	*height = (le32(p + 1) >> 14 & 0x3fff) + 1;
	return (true);
}

static enum err
coded(struct webp *w, const unsigned char *type, const unsigned char *p,
    size_t n)
{
	uint32_t width, height;

	w->pictures++;
	if (!coded_size(type, p, n, &width, &height))
		return (media_broken(w->m, "VP8"));
	if (w->flags_at != 0)
		return (width <= w->m->info->width &&
		    height <= w->m->info->height ? ERR_OK :
		    media_broken(w->m, "canvas"));
	if (w->pictures > 1)
		return (media_broken(w->m, "VP8"));
	return (media_dimensions(w->m, width, height));
}

/* One frame of an animation: its chunks, none of which is unknown. */
static enum err
animation_frame(struct webp *w, const unsigned char *p, size_t n)
{
	size_t at = 16, length;
	enum err e;

	if (n < 16 || w->pictures > FRAMES_MAX || w->flags_at == 0)
		return (media_broken(w->m, "ANMF"));
	while (at < n) {
		if (n - at < 8 || (length = le32(p + at + 4)) > n - at - 8)
			return (media_broken(w->m, "ANMF"));
		if (is(p + at, "VP8 ") || is(p + at, "VP8L")) {
			e = coded(w, p + at, p + at + 8, length);
			if (e != ERR_OK)
				return (e);
		} else if (!is(p + at, "ALPH")) {
			return (media_broken(w->m, "ANMF"));
		}
		at += 8 + length + (length & 1);
	}
	return (ERR_OK);
}

static enum err
chunk(struct webp *w, const unsigned char *type, const unsigned char *p,
    size_t n, bool *keep)
{
	*keep = true;
	if (is(type, "VP8X")) {
		if (w->m->info->bytes.length != 12 || n != 10)
			return (media_broken(w->m, "VP8X"));
		w->flags_at = 20;
		return (media_dimensions(w->m, le24(p + 4) + 1,
		    le24(p + 7) + 1));
	}
	if (is(type, "VP8 ") || is(type, "VP8L"))
		return (coded(w, type, p, n));
	if (is(type, "ANMF"))
		return (animation_frame(w, p, n));
	*keep = is(type, "ANIM") || is(type, "ALPH") || is(type, "ICCP");
	if (is(type, "EXIF"))
		w->orientation = n > 6 && memcmp(p, "Exif\0", 6) == 0 ?
		    media_orientation(p + 6, n - 6) : media_orientation(p, n);
	return (ERR_OK);
}

static void
put32(unsigned char *p, size_t v)
{
	p[0] = (unsigned char)v;
	p[1] = (unsigned char)(v >> 8);
	p[2] = (unsigned char)(v >> 16);
	p[3] = (unsigned char)(v >> 24);
}

static void
finish(struct webp *w)
{
	struct buf *b = &w->m->info->bytes;
	unsigned char exif[8 + MEDIA_TIFF_SIZE] = "EXIF";

	if (w->flags_at != 0) {
		b->data[w->flags_at] &= (char)~(FLAG_XMP | FLAG_EXIF);
		if (w->orientation > 1) {
			put32(exif + 4, MEDIA_TIFF_SIZE);
			media_tiff(w->orientation, exif + 8);
			buf_append(b, exif, sizeof(exif));
			b->data[w->flags_at] |= FLAG_EXIF;
		}
	}
	put32((unsigned char *)b->data + 4, b->length - 8);
}

enum err
media_webp(struct media_file *m)
{
	struct webp w = { .m = m };
	const unsigned char *p;
	size_t at = 12, n;
	bool keep;
	enum err e;

	if (m->n < 20 || !is(m->p, "RIFF") || !is(m->p + 8, "WEBP") ||
	    le32(m->p + 4) != m->n - 8)
		return (media_broken(m, "RIFF"));
	m->info->rewritten = true;
	buf_append(&m->info->bytes, m->p, 12);
	while (at < m->n) {
		p = m->p + at;
		if (m->n - at < 8 || (n = le32(p + 4)) > m->n - at - 8 ||
		    n + (n & 1) > m->n - at - 8)
			return (media_broken(m, "chunk"));
		if ((e = chunk(&w, p, p + 8, n, &keep)) != ERR_OK)
			return (e);
		if (keep)
			buf_append(&m->info->bytes, p, 8 + n + (n & 1));
		at += 8 + n + (n & 1);
	}
	if (w.pictures == 0)
		return (media_broken(m, "VP8"));
	media_turn(m, w.orientation);
	finish(&w);
	return (ERR_OK);
}
