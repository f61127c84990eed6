/*
 * Is what a site holds whole?  For `restore`, before the site is taken, and
 * for `doctor`.  Nothing here writes.
 */
#ifndef CMS_CHECK_H
#define CMS_CHECK_H

#include "cms/cms.h"

enum check_depth {
	CHECK_QUICK,		/* PRAGMA quick_check */
	CHECK_FULL		/* PRAGMA integrity_check */
};

/* Pages, indexes and foreign keys.  ERR_INTERNAL "check.integrity",
 * "check.foreign_keys", with the first finding. */
enum err check_database(struct db *db, enum check_depth depth,
    struct fault *f);

/* The highest migration of this owner; 0: none. */
enum err check_schema(struct db *db, const char *owner, int64_t *number,
    struct fault *f);

/* Calls `each` for every row of media: fault NULL where the file is there with
 * its size and hash, else "media.file_missing" or "media.file_wrong", filled
 * in.  Another answer than ERR_OK ends the walk. */
typedef enum err check_media_fn(const char *hash, const struct fault *problem,
    void *arg);
enum err check_media(struct site *site, check_media_fn *each, void *arg,
    struct fault *f);

/* Calls `each` for every file of data/media that no row names. */
enum err check_orphans(struct site *site, check_media_fn *each, void *arg,
    struct fault *f);

/* The walk of the ledger; ERR_INTERNAL "check.ledger" where it doesn't
 * hold. */
enum err check_ledger(struct site *site, int64_t *rows, struct fault *f);

#endif
