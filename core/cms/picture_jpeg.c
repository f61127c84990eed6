/*
 * JPEG (ITU T.81), walked marker by marker and written anew without what
 * cameras and programs left in it: all APPn but JFIF's first 16 bytes, ICC
 * profiles and Adobe's colour transform; comments; what follows the last
 * marker (phones put second pictures there).  The orientation alone is kept.
 */
#include <string.h>

#include "cms/media_type.h"

#define SCANS_MAX 100		/* a progressive picture has about ten */

struct jpeg {
	struct media_file *m;
	size_t		at;
	bool		jfif, adobe, frame;
	int		orientation, scans, components;
	unsigned char	density[5];
};

static bool
starts(const unsigned char *p, size_t n, const char *text, size_t length)
{
	return (n >= length && memcmp(p, text, length) == 0);
}

/* The next marker, behind any fill bytes; 0: broken. */
static int
marker(struct jpeg *j)
{
	const unsigned char *p = j->m->p;

	if (j->at + 2 > j->m->n || p[j->at] != 0xff)
		return (0);
	while (j->at < j->m->n && p[j->at] == 0xff)
		j->at++;
	return (j->at < j->m->n ? p[j->at++] : 0);
}

/* The segment's payload; moves behind it. */
static bool
segment(struct jpeg *j, const unsigned char **p, size_t *n)
{
	size_t length;

	if (j->at + 2 > j->m->n)
		return (false);
	length = be16(j->m->p + j->at);
	if (length < 2 || j->at + length > j->m->n)
		return (false);
	*p = j->m->p + j->at + 2;
	*n = length - 2;
	j->at += length;
	return (true);
}

static void
put(struct jpeg *j, int marker_byte, const unsigned char *p, size_t n)
{
	struct buf *b = &j->m->info->bytes;

	buf_char(b, (char)0xff);
	buf_char(b, (char)marker_byte);
	buf_char(b, (char)((n + 2) >> 8));
	buf_char(b, (char)(n + 2));
	buf_append(b, p, n);
}

/* Application segments before anything is written: what is to be kept. */
static void
note(struct jpeg *j, int mark, const unsigned char *p, size_t n)
{
	if (mark == 0xe0 && starts(p, n, "JFIF", 5) && n >= 14) {
		j->jfif = true;
		memcpy(j->density, p + 7, 5);
	} else if (mark == 0xe1 && starts(p, n, "Exif\0", 6) &&
	    j->orientation == 0) {
		j->orientation = media_orientation(p + 6, n - 6);
	} else if (mark == 0xee && starts(p, n, "Adobe", 5) && n == 12) {
		j->adobe = true;
	}
}

static enum err
frame(struct jpeg *j, const unsigned char *p, size_t n)
{
	size_t i;

	if (j->frame || n < 6 || (p[5] != 1 && p[5] != 3 && p[5] != 4) ||
	    n != 6 + (size_t)p[5] * 3 || p[0] != 8)
		return (media_broken(j->m, "SOF"));
	for (i = 0; i < p[5]; i++)
		if (p[7 + i * 3] >> 4 == 0 || p[7 + i * 3] >> 4 > 4 ||
		    (p[7 + i * 3] & 15) == 0 || (p[7 + i * 3] & 15) > 4)
			return (media_broken(j->m, "SOF"));
	j->frame = true;
	j->components = p[5];
	return (media_dimensions(j->m, be16(p + 3), be16(p + 1)));
}

/* Tables: their lengths must be those of whole tables. */
static bool
tables_fit(int mark, const unsigned char *p, size_t n)
{
	size_t i, used, sum;

	while (n > 0) {
		if (mark == 0xdb) {
			used = p[0] >> 4 == 0 ? 65 : 129;
		} else {
			if (n < 17)
				return (false);
			for (sum = 0, i = 1; i <= 16; i++)
				sum += p[i];
			used = 17 + sum;
			if (sum > 256)
				return (false);
		}
		if (used > n)
			return (false);
		p += used;
		n -= used;
	}
	return (true);
}

/* A scan: its header, then coded data up to the next real marker. */
static enum err
scan(struct jpeg *j)
{
	const unsigned char *p, *data = j->m->p;
	size_t n, from;

	if (!segment(j, &p, &n) || !j->frame || n < 4 || p[0] < 1 ||
	    p[0] > j->components || n != 4 + (size_t)p[0] * 2)
		return (media_broken(j->m, "SOS"));
	if (++j->scans > SCANS_MAX)
		return (media_broken(j->m, "SOS"));
	put(j, 0xda, p, n);
	from = j->at;
	for (;; j->at++) {
		if (j->at + 1 >= j->m->n)
			return (media_broken(j->m, "EOI"));
		if (data[j->at] == 0xff && data[j->at + 1] != 0 &&
		    data[j->at + 1] != 0xff &&
		    (data[j->at + 1] < 0xd0 || data[j->at + 1] > 0xd7))
			break;
	}
	buf_append(&j->m->info->bytes, data + from, j->at - from);
	return (ERR_OK);
}

static enum err
table_or_frame(struct jpeg *j, int mark)
{
	const unsigned char *p;
	size_t n;

	if (!segment(j, &p, &n))
		return (media_broken(j->m, "segment"));
	switch (mark) {
	case 0xc0:
	case 0xc1:
	case 0xc2:
		put(j, mark, p, n);
		return (frame(j, p, n));
	case 0xc4:
	case 0xdb:
		if (!tables_fit(mark, p, n))
			return (media_broken(j->m, "table"));
		put(j, mark, p, n);
		return (ERR_OK);
	case 0xdd:
		if (n != 2)
			return (media_broken(j->m, "DRI"));
		put(j, mark, p, n);
		return (ERR_OK);
	case 0xe2:
		if (starts(p, n, "ICC_PROFILE", 12))
			put(j, mark, p, n);
		return (ERR_OK);
	case 0xee:
		if (starts(p, n, "Adobe", 5) && n == 12)
			put(j, mark, p, n);
		return (ERR_OK);
	default:
		return ((mark >= 0xe0 && mark <= 0xef) || mark == 0xfe ?
		    ERR_OK : media_broken(j->m, "marker"));
	}
}

/* Looks ahead over the segments before the first scan. */
static enum err
look(struct jpeg *j)
{
	const unsigned char *p;
	size_t n;
	int mark;

	while ((mark = marker(j)) != 0xda) {
		if (mark == 0 || !segment(j, &p, &n))
			return (media_broken(j->m, "segment"));
		note(j, mark, p, n);
	}
	return (ERR_OK);
}

/* The first segment is always one of ours, with a NUL in its length: no
 * script can begin with it. */
static void
head(struct jpeg *j)
{
	unsigned char jfif[14] = "JFIF\0\1\2", exif[6 + MEDIA_TIFF_SIZE] =
	    "Exif\0";

	buf_append(&j->m->info->bytes, "\xff\xd8", 2);
	if (j->jfif) {
		memcpy(jfif + 7, j->density, 5);
		put(j, 0xe0, jfif, sizeof(jfif));
	}
	if (!j->jfif || j->orientation > 1) {
		media_tiff(j->orientation > 1 ? j->orientation : 1, exif + 6);
		put(j, 0xe1, exif, sizeof(exif));
	}
}

enum err
media_jpeg(struct media_file *m)
{
	struct jpeg j = { .m = m, .at = 2 };
	int mark;
	enum err e;

	if (m->n < 4 || be16(m->p) != 0xffd8)
		return (media_broken(m, "SOI"));
	if ((e = look(&j)) != ERR_OK)
		return (e);
	m->info->rewritten = true;
	head(&j);
	j.at = 2;
	while ((mark = marker(&j)) != 0xd9) {
		e = mark == 0xda ? scan(&j) : mark == 0 ?
		    media_broken(m, "marker") : table_or_frame(&j, mark);
		if (e != ERR_OK)
			return (e);
	}
	if (j.scans == 0)
		return (media_broken(m, "SOS"));
	media_turn(m, j.orientation);
	buf_append(&m->info->bytes, "\xff\xd9", 2);
	return (ERR_OK);
}
