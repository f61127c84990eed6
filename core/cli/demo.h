/*
 * The demo sites: folders sites/NAME with a demo/ beside their site.lua.
 * demo/people.lua names the accounts, every other file there entries, which
 * go through the real workflow: written, submitted and approved step by step
 * by the people of people.lua.
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

#endif
