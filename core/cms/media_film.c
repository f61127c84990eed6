/*
 * MP4 and M4A (ISO/IEC 14496-12), WebM (a part of Matroska): boxes within
 * boxes.  The file stays as long as it was (positions of frames are counted
 * from its start); what tells place, owner and camera is overwritten by a box
 * of zeros.
 */
#include <string.h>

#include "cms/media_type.h"

#define DEPTH_MAX 4

/* ---- MP4 ---- */

struct box {
	size_t		at, head, length;	/* length with its head */
	const unsigned char *type;
};

static bool
type_among(const unsigned char *type, const char *const *names)
{
	for (; *names != NULL; names++)
		if (memcmp(type, *names, 4) == 0)
			return (true);
	return (false);
}

static bool
box_read(struct media_file *m, size_t at, size_t end, struct box *b)
{
	const unsigned char *p = m->p + at;
	uint64_t length;

	if (end - at < 8)
		return (false);
	*b = (struct box){ .at = at, .head = 8, .type = p + 4 };
	length = be32(p);
	if (length == 1) {
		if (end - at < 16)
			return (false);
		length = (uint64_t)be32(p + 8) << 32 | be32(p + 12);
		b->head = 16;
	} else if (length == 0) {
		length = end - at;
	}
	if (length < b->head || length > end - at)
		return (false);
	b->length = (size_t)length;
	return (true);
}

/* The box becomes free space: same length, other name, zeros. */
static enum err
box_blank(struct media_file *m, const struct box *b)
{
	unsigned char head[8] = { 0, 0, 0, 0, 'f', 'r', 'e', 'e' };

	memcpy(head, m->p + b->at, 4);
	if (b->head == 16) {
		enum err e = media_patch_add(m, b->at, 8, head, 8);
		return (e != ERR_OK ? e : media_patch_add(m, b->at + 16,
		    b->length - 16, head, 0));
	}
	return (media_patch_add(m, b->at, b->length, head, 8));
}

static enum err
boxes_walk(struct media_file *m, size_t at, size_t end, int depth)
{
	static const char *const INSIDE[] = { "moov", "trak", "mdia", NULL };
	static const char *const BLANK[] = { "udta", "meta", "uuid", NULL };
	struct box b;
	enum err e = ERR_OK;

	for (; at < end && e == ERR_OK; at += b.length) {
		/* QuickTime ends some lists with four zeros. */
		if (depth > 0 && end - at == 4 && be32(m->p + at) == 0)
			return (ERR_OK);
		if (!box_read(m, at, end, &b))
			return (media_broken(m, "box"));
		if (type_among(b.type, BLANK))
			e = box_blank(m, &b);
		else if (depth < DEPTH_MAX && type_among(b.type, INSIDE))
			e = boxes_walk(m, at + b.head, at + b.length,
			    depth + 1);
	}
	return (e);
}

enum err
media_iso(struct media_file *m)
{
	static const char *const TOP[] = { "ftyp", "moov", "mdat", "free",
	    "skip", "wide", "uuid", "moof", "mfra", "sidx", "styp", "meta",
	    "udta", "pdin", "emsg", "prft", "ssix", NULL };
	static const char *const BRANDS[] = { "isom", "iso2", "iso3", "iso4",
	    "iso5", "iso6", "mp41", "mp42", "avc1", "M4A ", "M4V ", "M4VH",
	    "dash", "MSNV", "mmp4", "f4v ", NULL };
	struct box b;
	size_t at;
	bool index = false, data = false;

	if (!box_read(m, 0, m->n, &b) || memcmp(b.type, "ftyp", 4) != 0 ||
	    b.length < 16 || b.head != 8 || !type_among(m->p + 8, BRANDS))
		return (media_broken(m, "ftyp"));
	for (at = 0; at < m->n; at += b.length) {
		if (!box_read(m, at, m->n, &b) || !type_among(b.type, TOP))
			return (media_broken(m, "box"));
		index |= memcmp(b.type, "moov", 4) == 0;
		data |= memcmp(b.type, "mdat", 4) == 0;
	}
	if (!index || !data)
		return (media_broken(m, "moov"));
	return (boxes_walk(m, 0, m->n, 0));
}

/* ---- WebM ---- */

#define UNKNOWN UINT64_MAX

struct element {
	uint32_t	id;
	size_t		head;
	uint64_t	length;		/* of the content; UNKNOWN */
};

/* A number of variable length, with or without its marker bit. */
static size_t
vint(const unsigned char *p, size_t n, bool keep, uint64_t *out)
{
	size_t i, length = 1;
	unsigned mask = 0x80;
	bool ones;

	if (n == 0 || p[0] == 0)
		return (0);
	for (; (p[0] & mask) == 0; mask >>= 1)
		length++;
	if (length > n)
		return (0);
	*out = keep ? p[0] : p[0] & (mask - 1);
	ones = (p[0] & (mask - 1)) == mask - 1;
	for (i = 1; i < length; i++) {
		*out = *out << 8 | p[i];
		ones &= p[i] == 0xff;
	}
	if (ones && !keep)
		*out = UNKNOWN;
	return (length);
}

static bool
element_read(struct media_file *m, size_t at, struct element *el)
{
	uint64_t id;
	size_t n, k;

	n = vint(m->p + at, m->n - at, true, &id);
	if (n == 0 || n > 4)
		return (false);
	k = vint(m->p + at + n, m->n - at - n, false, &el->length);
	if (k == 0)
		return (false);
	el->id = (uint32_t)id;
	el->head = n + k;
	return (el->length == UNKNOWN || el->length <= m->n - at - el->head);
}

/* The element becomes a Void of the same length. */
static enum err
element_void(struct media_file *m, size_t at, const struct element *el)
{
	unsigned char head[9] = { 0xec, 0x01 };
	uint64_t total = el->head + el->length, left = total - 9;
	int i;

	if (total < 9) {
		head[1] = (unsigned char)(0x80 | (total - 2));
		return (media_patch_add(m, at, (size_t)total, head, 2));
	}
	for (i = 0; i < 7; i++)
		head[8 - i] = (unsigned char)(left >> (8 * i));
	return (media_patch_add(m, at, (size_t)total, head, 9));
}

static bool
inside_segment(uint32_t id)
{
	static const uint32_t IDS[] = { 0x114d9b74, 0x1549a966, 0x1654ae6b,
	    0x1c53bb6b, 0x1f43b675, 0x1254c367, 0x1043a770, 0xec, 0xbf,
	    /* of a cluster whose length isn't known: */
	    0xe7, 0xa3, 0xa0, 0xab, 0xa7, 0xaf };

	for (size_t i = 0; i < sizeof(IDS) / sizeof(IDS[0]); i++)
		if (IDS[i] == id)
			return (true);
	return (false);
}

static bool
is_webm(struct media_file *m, const struct element *el)
{
	size_t i, n = (size_t)el->length;
	const unsigned char *p = m->p + el->head;

	for (i = 0; i + 7 <= n; i++)
		if (memcmp(p + i, "\x42\x82\x84webm", 7) == 0)
			return (true);
	return (false);
}

enum err
media_webm(struct media_file *m)
{
	struct element el;
	size_t at;
	enum err e;

	if (!element_read(m, 0, &el) || el.id != 0x1a45dfa3 ||
	    el.length > 256 || !is_webm(m, &el))
		return (media_broken(m, "EBML"));
	at = el.head + (size_t)el.length;
	if (!element_read(m, at, &el) || el.id != 0x18538067 ||
	    (el.length != UNKNOWN && el.length != m->n - at - el.head))
		return (media_broken(m, "Segment"));
	for (at += el.head; at < m->n; at += el.head + (size_t)el.length) {
		if (!element_read(m, at, &el) || !inside_segment(el.id))
			return (media_broken(m, "element"));
		if (el.length == UNKNOWN) {
			if (el.id != 0x1f43b675)
				return (media_broken(m, "length"));
			el.length = 0;	/* its content follows */
		}
		if (el.id == 0x1254c367 &&
		    (e = element_void(m, at, &el)) != ERR_OK)
			return (e);
	}
	return (ERR_OK);
}
