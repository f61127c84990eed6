/*
 * site.lua: what a site is when it is made. Title, hosts, profile, theme,
 * plugins, settings; units, columns (trees) and workflow.  From then on the
 * desk changes them and the databases hold them.
 */
#ifndef CLI_SITE_FILE_H
#define CLI_SITE_FILE_H

#include "cms/cms.h"

/* Makes the site NAME as `file` (the table of site.lua) says and sets
 * c->site.  c->actor is the system. */
enum err site_file_create(struct call *c, const char *name,
    const struct json *file);

#endif
