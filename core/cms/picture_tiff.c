/*
 * The one thing of EXIF that shows: which way is up.  (Exif 2.3, 4.6.2: a TIFF
 * header and IFD0, where tag 0x0112 is the orientation.)
 */
#include <string.h>

#include "cms/media_type.h"

int
media_orientation(const unsigned char *p, size_t n)
{
	uint32_t (*u16)(const unsigned char *), (*u32)(const unsigned char *);
	uint32_t at, count, i, value;

	if (n < 14 || (memcmp(p, "II*\0", 4) != 0 &&
	    memcmp(p, "MM\0*", 4) != 0))
		return (0);
	u16 = p[0] == 'I' ? le16 : be16;
	u32 = p[0] == 'I' ? le32 : be32;
	at = u32(p + 4);
	if (at > n - 2)
		return (0);
	count = u16(p + at);
	for (i = 0; i < count && at + 2 + (i + 1) * 12 <= n; i++) {
		if (u16(p + at + 2 + i * 12) != 0x0112)
			continue;
		value = u16(p + at + 2 + i * 12 + 8);
		return (value >= 1 && value <= 8 ? (int)value : 0);
	}
	return (0);
}

void
media_turn(struct media_file *m, int orientation)
{
	uint32_t width = m->info->width;

	if (orientation < 5)
		return;
	m->info->width = m->info->height;
	m->info->height = width;
}

void
media_tiff(int orientation, unsigned char out[MEDIA_TIFF_SIZE])
{
	static const unsigned char TIFF[MEDIA_TIFF_SIZE] = {
		'M', 'M', 0, '*', 0, 0, 0, 8,	/* header; IFD0 is at 8 */
		0, 1,				/* one entry */
		0x01, 0x12, 0, 3, 0, 0, 0, 1,	/* orientation, one SHORT */
		0, 1, 0, 0,
		0, 0, 0, 0			/* no further IFD */
	};

	memcpy(out, TIFF, MEDIA_TIFF_SIZE);
	out[19] = (unsigned char)orientation;
}
