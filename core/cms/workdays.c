/* A site's calendar: see workdays.h. */
#include "cms/workdays.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"

static void
add_folder(struct calendar *c, const char *above, const char *name)
{
	struct fault f = { .err = ERR_OK };
	char *path = NULL;

	if (asprintf(&path, "%s/%s", above, name) < 0)
		abort();
	if (calendar_add_folder(c, path, &f) != ERR_OK)
		log_warning("calendar: %s: %s %s %s", path,
		    f.name != NULL ? f.name : "", f.field, f.detail);
	free(path);
}

const struct calendar *
workdays(struct site *site)
{
	if (site->calendar == NULL) {
		site->calendar = calendar_alloc();
		add_folder(site->calendar, cms_root(site->cms),
		    "core/data/holidays");
		add_folder(site->calendar, site->folder, "holidays");
	}
	return (site->calendar);
}
