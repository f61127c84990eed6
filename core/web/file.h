/* Files as replies: pictures and documents of a site, static files. */
#ifndef WEB_FILE_H
#define WEB_FILE_H

#include "web/exchange.h"

/* Cache-Control of what its address names for ever, by hash or by time. */
#define CACHE_FOREVER "public, max-age=31536000, immutable"
/* Of media, which can be withdrawn or purged, with whom they show: caches that
 * serve others ask again after a minute, the browser that has seen one after a
 * day.  What didn't change costs them a 304. */
#define CACHE_MEDIA "public, max-age=86400, s-maxage=60"

struct file {
	const char	*path;
	const char	*type;		/* media type, with charset for texts */
	const char	*etag;		/* with its quotes; NULL: from the file */
	const char	*cache;		/* the Cache-Control value */
	bool		text;		/* compressed, and kept in memory */
};

/* Answers with the whole file.  ERR_NOT_FOUND where there is no plain file of
 * that name. */
enum err file_answer(struct exchange *x, const struct file *file);

/* The last step of a reply that is a whole file: 206, 304 or 416 where the
 * request asks for a part, or has it already. */
void file_finish(struct exchange *x);

/* May this request see the media?  To visitors only what is live is there;
 * what is for staff alone gets another Cache-Control. */
enum err file_shown(struct exchange *x, const char *hash, struct file *file);

/* GET /media/{hash}/{name}. */
enum err file_media(struct exchange *x);

#endif
