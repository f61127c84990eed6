/*
 * GIF (87a and 89a), walked block by block to the trailer, which must be the
 * last byte.  Written anew without comments, plain texts and the extensions of
 * programs; the one that makes an animation repeat stays.
 */
#include <string.h>

#include "cms/media_type.h"

#define FRAMES_MAX 1000
#define FRAMES_PIXELS 20	/* times the limit of one picture, for all frames */

struct gif {
	struct media_file *m;
	size_t		at;
	int		frames;
	uint64_t	pixels;
};

static void
put(struct gif *g, size_t from)
{
	buf_append(&g->m->info->bytes, g->m->p + from, g->at - from);
}

static bool
skip(struct gif *g, size_t n)
{
	if (g->m->n - g->at < n)
		return (false);
	g->at += n;
	return (true);
}

/* Sub-blocks up to the empty one. */
static bool
sub_blocks(struct gif *g)
{
	unsigned n;

	do {
		if (g->at >= g->m->n)
			return (false);
		n = g->m->p[g->at++];
		if (!skip(g, n))
			return (false);
	} while (n != 0);
	return (true);
}

static bool
color_table(struct gif *g, unsigned flags)
{
	return ((flags & 0x80) == 0 || skip(g, 3u << ((flags & 7) + 1)));
}

static enum err
image(struct gif *g)
{
	size_t from = g->at - 1;
	const unsigned char *p = g->m->p + g->at;

	if (!skip(g, 9) || !color_table(g, p[8]))
		return (media_broken(g->m, "image"));
	if (le16(p + 4) == 0 || le16(p + 6) == 0 ||
	    le16(p) + le16(p + 4) > g->m->info->width ||
	    le16(p + 2) + le16(p + 6) > g->m->info->height)
		return (media_broken(g->m, "frame"));
	g->pixels += (uint64_t)le16(p + 4) * le16(p + 6);
	if (++g->frames > FRAMES_MAX ||
	    g->pixels > g->m->limits->pixels * FRAMES_PIXELS)
		return (fault_set(g->m->fault, ERR_TYPE, "media.pixels",
		    "file", "%d", g->frames));
	if (g->at >= g->m->n || g->m->p[g->at] < 1 || g->m->p[g->at] > 8)
		return (media_broken(g->m, "LZW"));
	g->at++;
	if (!sub_blocks(g))
		return (media_broken(g->m, "data"));
	put(g, from);
	return (ERR_OK);
}

static bool
repeats(const unsigned char *p, size_t n)
{
	return (n >= 17 && p[0] == 11 &&
	    (memcmp(p + 1, "NETSCAPE2.0", 11) == 0 ||
	    memcmp(p + 1, "ANIMEXTS1.0", 11) == 0) && p[12] == 3 &&
	    p[13] == 1 && p[16] == 0);
}

static enum err
extension(struct gif *g)
{
	size_t from = g->at - 1;
	const unsigned char *p = g->m->p + g->at;
	bool keep;

	if (g->m->n - g->at < 2)
		return (media_broken(g->m, "extension"));
	keep = p[0] == 0xf9 && p[1] == 4 && g->m->n - g->at >= 7 && p[6] == 0;
	if (p[0] == 0xff && repeats(p + 1, g->m->n - g->at - 1))
		keep = true;
	g->at++;
	if (!sub_blocks(g))
		return (media_broken(g->m, "extension"));
	if (keep)
		put(g, from);
	return (ERR_OK);
}

enum err
media_gif(struct media_file *m)
{
	struct gif g = { .m = m, .at = 13 };
	enum err e;
	int block;

	if (m->n < 14 || (memcmp(m->p, "GIF87a", 6) != 0 &&
	    memcmp(m->p, "GIF89a", 6) != 0))
		return (media_broken(m, "signature"));
	/* A width that would open a comment of JavaScript. */
	if (m->p[6] == '/' && (m->p[7] == '*' || m->p[7] == '/'))
		return (media_active(m, "JavaScript"));
	if ((e = media_dimensions(m, le16(m->p + 6), le16(m->p + 8))) !=
	    ERR_OK)
		return (e);
	if (!color_table(&g, m->p[10]))
		return (media_broken(m, "palette"));
	m->info->rewritten = true;
	put(&g, 0);
	while (g.at < m->n && (block = m->p[g.at]) != 0x3b) {
		g.at++;
		e = block == 0x2c ? image(&g) : block == 0x21 ?
		    extension(&g) : media_broken(m, "block");
		if (e != ERR_OK)
			return (e);
	}
	if (g.frames == 0 || g.at + 1 != m->n)
		return (media_broken(m, "trailer"));
	buf_char(&m->info->bytes, 0x3b);
	return (ERR_OK);
}
