/*
 * The calendar of a site: core/data/holidays/YEAR.json, and what the site's
 * own folder holidays/ says instead.  Read when first asked for; changed files
 * count after a restart.
 */
#ifndef CMS_WORKDAYS_H
#define CMS_WORKDAYS_H

#include "base/calendar.h"
#include "cms/cms.h"

/* Owned by the site.  A file that can't be read is logged and left out. */
const struct calendar *workdays(struct site *site);

#endif
