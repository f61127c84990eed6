/*
 * Files of the store, on the disk: data/media/ab/HASH.
 */
#ifndef CMS_MEDIA_STORE_H
#define CMS_MEDIA_STORE_H

#include "base/hash.h"
#include "cms/cms.h"
#include "cms/media_type.h"

/* Writes what is stored of the upload under its hash; durable when it
 * returns.  A file that is there stays.  A full disk is ERR_BUSY "disk.full". */
enum err media_store(struct site *site, const struct upload *u,
    const struct media_info *info, char hash[HASH_SIZE], int64_t *bytes,
    struct fault *f);

/* Takes the file and its sizes away; one that isn't there is no fault. */
void media_unstore(struct site *site, const char *hash);

/* The name as people see it: the last part of a path, without control and
 * direction characters, at most MEDIA_NAME_MAX characters with its ending. */
const char *media_name_clean(struct arena *a, const char *name);

#endif
