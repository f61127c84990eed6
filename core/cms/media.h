/*
 * Files that entries show: pictures, sound, film, documents.  A file is taken
 * in only if its name, the type that the sender said and its bytes agree on a
 * type of the table in media_type.c, and if its structure holds from the
 * first byte to the last.  Stored by the SHA-256 of the stored bytes (without
 * what a camera wrote about place and owner), at data/media/ab/HASH.
 */
#ifndef CMS_MEDIA_H
#define CMS_MEDIA_H

#include "cms/cms.h"

#define MEDIA_NAME_MAX 120	/* characters */
#define MEDIA_ALT_MAX 200

struct media {
	const char	*hash, *name, *type, *kind, *alt;
	int64_t		bytes, width, height, at;
	const struct json *sizes;	/* see picture.h; NULL: none yet */
	const char	*user_name;
};

/* For whoever serves it: row and path of the file.  ERR_NOT_FOUND
 * "media.unknown".  The hash is checked before anything touches the disk. */
enum err media_find(struct site *site, struct arena *a, const char *hash,
    struct media *out, const char **path, struct fault *f);

/* "/media/HASH/NAME"; the name is for people and escaped for a URL. */
const char *media_url(struct arena *a, const char *hash, const char *name);

/* SQL: is :hash the site's logo, which every page shows? */
#define MEDIA_IS_LOGO "EXISTS (SELECT 1 FROM setting WHERE name = 'logo'" \
	" AND value = json_quote(:hash))"

/* Does something that is live show it?  Only then it is for visitors. */
enum err media_is_live(struct site *site, const char *hash, bool *live,
    struct fault *f);

enum err media_known(struct site *site, const char *hash, bool *known,
    struct fault *f);

/* Notes that a revision uses these files (an array of hashes); those that
 * aren't there are left out. */
enum err media_use(struct call *c, int64_t revision,
    const struct json *hashes);

/* Takes the row away, in the caller's transaction, with all that was made from
 * the file.  The file itself goes with media_unstore(), as the last step
 * before the commit. */
enum err media_forget(struct call *c, const char *hash);

/* The hash in a URL "/media/HASH…" of this site, or NULL. */
const char *media_hash_of(struct arena *a, const char *url);

#endif
