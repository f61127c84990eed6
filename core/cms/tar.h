/*
 * Headers of tar archives, as GNU tar writes them: files and folders, long
 * names, large files.  Everything else (links, devices, pax records) is
 * refused: a backup holds none.
 */
#ifndef CMS_TAR_H
#define CMS_TAR_H

#include <stdbool.h>
#include <stdint.h>

#define TAR_BLOCK 512
#define TAR_NAME_MAX 1024	/* bytes, with the NUL */

enum tar_type {
	TAR_END,	/* a block of zeros */
	TAR_FILE,
	TAR_FOLDER,
	TAR_LONG_NAME	/* its bytes are the next member's name */
};

struct tar_member {
	enum tar_type	type;
	char		name[TAR_NAME_MAX];	/* without "/" at the end */
	int64_t		bytes;
	int64_t		changed;	/* unix seconds */
};

/* False where the block is no header, or one of a kind that is refused: then
 * `out` has the name, if there is one. */
bool tar_header(const unsigned char block[TAR_BLOCK], struct tar_member *out);

/* A relative path of plain parts: none empty, "." or "..", and no control
 * characters.  Takes a "/" off the end of a folder's name first. */
bool tar_name_valid(char *name);

#endif
