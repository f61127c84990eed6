/*
 * Pictures in the sizes that pages need.  Beside the clerk each stored
 * picture gets smaller ones of its own kind and as WebP, never larger than it is,
 * with vipsthumbnail as a limited child; they lie in data/pictures, are no
 * part of a backup, and can be made again at any time (column `sizes` set to
 * NULL).  Until they are there, pages show the picture itself.
 *
 * Each made file is checked like one that is uploaded, which also takes out
 * what a camera wrote about place and owner: libvips leaves that in WebP
 * whatever it is told.
 */
#ifndef CMS_PICTURE_H
#define CMS_PICTURE_H

#include "cms/cms.h"

#define PICTURE_ROUND 8
#define PICTURE_WIDTH_MAX 1600

/* Is there one that has no sizes yet? */
bool picture_waiting(struct site *site);

/* Makes what is missing, at most PICTURE_ROUND; *made says how many.  One that
 * can't be read is noted as having none.  ERR_NOT_FOUND "child.missing" where
 * there is no vipsthumbnail. */
enum err picture_make(struct site *site, int64_t *made, struct fault *f);

/* The file of one size: a width, and "webp", "jpg" or "png".  NULL where these
 * can't name one; whether it is there, open() tells. */
const char *picture_path(struct site *site, struct arena *a,
    const char *hash, int64_t width, const char *ending);

/* Takes all sizes of a picture away. */
void picture_drop(struct site *site, const char *hash);

/* Adds to a picture's view what its sizes are: `webp` and `srcset`, as HTML
 * wants them.  `sizes`: the media's row; `url` and `width`: the picture's. */
void picture_put(struct arena *a, struct json *view, const char *hash,
    const struct json *sizes, const char *url, int64_t width);

/* Appends clean HTML with its pictures in sizes, with width and height, and
 * loaded when they come near; the first one at once. */
enum err picture_body(struct site *site, struct arena *a, const char *html,
    struct buf *out, struct fault *f);

#endif
