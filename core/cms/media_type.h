/*
 * Which kinds of files are taken, and what makes a file one of them.  The
 * checks allocate in proportion to a picture at most; sound, film and
 * documents stay where they are.
 */
#ifndef CMS_MEDIA_TYPE_H
#define CMS_MEDIA_TYPE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/fault.h"
#include "cms/upload.h"

#define MEDIA_PATCHES_MAX 64

struct media_limits {
	uint64_t	pixels;		/* width times height */
	uint64_t	picture, audio, video, document; /* bytes of a file */
};

struct cms;
/* As the installation's policy has them; media_act.c. */
void media_limits_read(struct cms *cms, struct media_limits *l);

/* Bytes of a stored file that differ from those that came: `head`, then zeros
 * up to `length`. */
struct media_patch {
	size_t		at, length;
	unsigned char	head[12];
	size_t		head_length;
};

struct media_info {
	const char	*type;		/* literal, "image/png" */
	const char	*kind;		/* literal: picture, audio, video, document */
	uint32_t	width, height;	/* of a picture; 0: none */
	bool		rewritten;	/* `bytes` is what is stored */
	struct buf	bytes;
	struct media_patch patch[MEDIA_PATCHES_MAX]; /* else: the upload, with */
	size_t		patch_count;
};

/* Checks a file from name to last byte.  ERR_TYPE "media.…" or ERR_TOO_LARGE
 * say why not.  media_info_cleanup() in any case. */
enum err media_check(const struct upload *u, const struct media_limits *l,
    struct media_info *info, struct fault *f);
void media_info_cleanup(struct media_info *info);

/* Checks of one family, called by media_check(): the whole structure, from
 * the first byte to the last. */
struct media_file {
	const unsigned char *p;
	size_t		n;
	const char	*extension;	/* lower case, "docx" */
	const struct media_limits *limits;
	struct media_info *info;
	struct fault	*fault;
};
typedef enum err media_family(struct media_file *m);

media_family media_jpeg, media_png, media_gif, media_webp;
media_family media_mp3, media_ogg, media_iso, media_webm;
media_family media_pdf, media_ooxml, media_ole, media_plain, media_vtt;

/* UTF-8 without control characters. */
media_family media_text_only;

/* ERR_TYPE "media.broken" with `why` as detail. */
enum err media_broken(struct media_file *m, const char *why);
/* ERR_TYPE "media.active": what could run is in it. */
enum err media_active(struct media_file *m, const char *what);
/* Sets width and height; ERR_TYPE "media.pixels" when nought or too large. */
enum err media_dimensions(struct media_file *m, uint32_t width,
    uint32_t height);
enum err media_patch_add(struct media_file *m, size_t at, size_t length,
    const void *head, size_t head_length);

/* Orientation (1 to 8) in TIFF data as cameras write it; 0: none. */
int media_orientation(const unsigned char *tiff, size_t n);
/* Width and height as the picture is shown: 5 to 8 turn it by a quarter. */
void media_turn(struct media_file *m, int orientation);
/* TIFF data that says nothing but the orientation. */
#define MEDIA_TIFF_SIZE 26
void media_tiff(int orientation, unsigned char out[MEDIA_TIFF_SIZE]);

static inline uint32_t
be16(const unsigned char *p)
{
	return ((uint32_t)p[0] << 8 | p[1]);
}

static inline uint32_t
be32(const unsigned char *p)
{
	return ((uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3]);
}

static inline uint32_t
le16(const unsigned char *p)
{
	return ((uint32_t)p[1] << 8 | p[0]);
}

static inline uint32_t
le32(const unsigned char *p)
{
	return ((uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 |
	    (uint32_t)p[1] << 8 | p[0]);
}

#endif
