/*
 * The one file of a backup: tar.gz with one folder, NAME/, in it:
 *
 *	backup.json	name, title, hosts, schema, time, SHA-256 of site.db …
 *	site.lua  synonyms.txt  templates/  static/  lang/  holidays/
 *			(those that there are)
 *	data/site.db  data/media/ab/HASH
 *
 * Debian's tar writes it; it is read here, by the strict subset of tar.h,
 * because it may come from anywhere.
 */
#ifndef CMS_ARCHIVE_H
#define CMS_ARCHIVE_H

#include "base/fault.h"
#include "cms/tar.h"

#define ARCHIVE_MEMBERS_MAX 2000000
#define ARCHIVE_DISK_SPARE (64LL << 20)	/* bytes that stay free */

/* Runs tar with these arguments (NULL at the end), its output into `fd`. */
enum err archive_write(const char *const *argv, int fd, struct fault *f);

/* Unpacks into `folder`, which is empty; with NULL it only reads.  `name` is
 * the folder that all members are in.  ERR_INPUT "archive.bad" where it isn't
 * whole, "archive.member" naming one that doesn't belong there, "archive.disk"
 * for what is larger than the disk has room for. */
enum err archive_read(const char *path, const char *folder,
    char name[TAR_NAME_MAX], struct fault *f);

#endif
