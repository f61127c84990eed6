/*
 * A site as one file, and a site from such a file.  What the file holds:
 * archive.h.  Media whose file is lost or damaged are listed in the file as
 * missing, and told, so that one bad picture doesn't stop all backups.
 */
#ifndef CMS_BACKUP_H
#define CMS_BACKUP_H

#include "cms/cms.h"

#define BACKUP_FORMAT 1
#define BACKUP_JSON_MAX (16u << 20)	/* bytes of backup.json */

/* Writes `path`, whole or not at all, mode 0600, durable; the site may be
 * used meanwhile.  `missing`: hashes of media that aren't in it.
 * ERR_CONFLICT "backup.exists" unless `force`. */
enum err site_backup(struct site *site, struct arena *a, const char *path,
    bool force, struct json **missing, struct fault *f);

struct restore {
	const char	*file;
	const char	*as;	/* another name; NULL: the one in the file */
	/* What it came to. */
	const char	*name;
	struct json	*hosts;
	struct json	*dropped;	/* hosts that other sites have */
	struct json	*missing;	/* media that weren't in the file */
	int64_t		 strangers;	/* people of the file unknown here */
};

/* Checks all of the file, then makes the site; c->cms is opened on the way.
 * Nothing has changed where it fails, or where it is killed. */
enum err site_restore(struct call *c, const char *root, const char *sites,
    struct restore *r);

/* backup_people.c: who and which units the numbers in a site's rows mean.
 * Written into backup.json, and read to give the rows the numbers of this
 * hub.  Who isn't here gets a negative one, that is nobody's. */
enum err people_write(struct db *copy, struct db *hub, struct arena *a,
    struct json *manifest, struct fault *f);
enum err people_read(struct db *copy, struct db *hub,
    const struct json *manifest, int64_t *strangers, struct fault *f);

#endif
