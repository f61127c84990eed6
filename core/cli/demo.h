/*
 * The demo sites: folders sites/NAME with a demo/ beside their site.lua.
 * demo/people.lua names the accounts, every other file there entries, which
 * go through the real workflow: written, submitted and approved step by step
 * by the people of people.lua.  A day (…_date, on) may be a number: so many
 * days before the entry's own, which is days_ago.
 */
#ifndef CLI_DEMO_H
#define CLI_DEMO_H

#include "cli/main.h"
#include "cms/cms.h"
#include "cms/permission.h"

#define DEMO_PEOPLE_MAX 64

struct demo {
	struct call	call;		/* of the system */
	struct script	*script;	/* the plugins: their types and hooks */
	const char	*folder;	/* sites/NAME/demo of the project */
	struct actor	people[DEMO_PEOPLE_MAX];
	size_t		people_count;
	struct json	*files;		/* name of a file -> {hash, url} */
};

/* Loads all entries of the folder; those that are there already (by title)
 * are left alone. */
enum err demo_load(struct demo *d);

/* ---- for the files of the demo ---- */

/* Runs an act as one of the people. */
enum err demo_act(struct demo *d, const struct actor *actor, const char *act,
    const struct json *in, struct json **out);

/* Somebody who may do the act there; NULL where nobody may. */
const struct actor *demo_person(struct demo *d, const char *act,
    const struct target *target);
/* The fault for that. */
enum err demo_nobody(struct demo *d, const char *act,
    const struct json *entry);

/* What the file says of an entry as the input of entry.create. */
enum err demo_input(struct demo *d, const struct actor *actor,
    const struct json *entry, struct json **out);

/* Submits a text of the author's and approves it step by step; where the file
 * says stop = "draft" or "review", no further than that. */
enum err demo_review(struct demo *d, const struct json *entry,
    const struct actor *author, int64_t id, const char *hash,
    struct target target);

/* demo_change.c: {change_of = TITLE, column =, …}: that entry with other
 * fields, reviewed again. */
enum err demo_change(struct demo *d, const struct json *entry);
/* {plugin =, command =, input =}: what a plugin's command makes of it, as the
 * letters of visitors. */
enum err demo_command(struct demo *d, const struct json *entry);

#endif
