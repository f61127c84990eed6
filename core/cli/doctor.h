/* `mingchuang doctor` in its parts: a line for each thing that was looked
 * at, with a sentence that says what to do where all isn't well. */
#ifndef CLI_DOCTOR_H
#define CLI_DOCTOR_H

#include <stdio.h>

#include "base/arena.h"
#include "base/fault.h"
#include "cli/main.h"
#include "store/db.h"

struct doctor {
	const struct cli *cli;
	struct arena	*arena;
	struct db	*hub;		/* NULL: can't be opened */
	int		faults;
};

struct site;

enum doctor_level { DOCTOR_WARNING, DOCTOR_FAULT };

#define doctor_ok(thing, fmt, ...) \
	printf("ok       %s: " fmt "\n", (thing), ##__VA_ARGS__)
void doctor_tell(struct doctor *d, enum doctor_level level, const char *thing,
    const struct fault *f);

/* A database: opened (NULL where it can't be), pages, foreign keys, schema,
 * the size of its log, its mode. */
struct db *doctor_database(struct doctor *d, const char *thing,
    const char *path, const char *owner);

/* Is it for its owner alone, and may this user write it? */
void doctor_mode(struct doctor *d, const char *thing, const char *path);

/* doctor_program.c: Kore, the module, the disk. */
void doctor_program(struct doctor *d);

/* doctor_site.c: all of one site. */
void doctor_site(struct doctor *d, int64_t id, const char *name);

/* doctor_work.c: what the clerk does in a site. */
void doctor_work(struct doctor *d, const struct site *site);

/* doctor_plugin.c: the site's plugins. */
void doctor_plugins(struct doctor *d, const char *site);

#endif
