/*
 * `mingchuang import`: import.c reads files and has items taken in,
 * import_tell.c tells what became of them.
 */
#ifndef CLI_IMPORT_H
#define CLI_IMPORT_H

#include "base/lang.h"
#include "cli/main.h"
#include "cms/import.h"
#include "cms/permission.h"

struct script;

struct importing {
	struct import	m;
	struct call	call;
	struct actor	actor;
	struct fault	fault;
	struct script	*script;
	struct lang	*lang, *texts;	/* sentences; labels of fields */
	const char	*file;		/* that is read, as it was given */
	const char	*files;		/* folder of old files; NULL: its own */
	size_t		made, already, refused;
	bool		quiet;		/* says no more than it must */
};

/* On standard error: FILE:LINE: WHAT: SENTENCE; line 0 and what "" for none. */
void import_tell(struct importing *g, int64_t line, const char *what,
    const struct fault *f);
/* What was left out of an item, or why it was refused. */
void import_tell_note(struct importing *g, const struct json *item,
    const struct json *note);
/* Of the whole file; `counts` as "name (3), other (1)". */
void import_tell_file(struct importing *g, const char *name,
    const char *detail);
void import_tell_counts(struct importing *g, const char *name,
    const struct json *counts);

/* On standard output, the item that is in. */
void import_print(const struct importing *g, const struct json *item,
    const struct json *made);

#endif
