/* A plugin's migrations, tried before a site gets them: see check.h. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "script/check.h"
#include "script/plugin_store.h"
#include "script/world.h"

#define NUMBER_MAX 999

/* The number of "001_lists.sql"; 0: it isn't called so. */
static int
file_number(const char *name)
{
	size_t n = strlen(name);

	if (strspn(name, "0123456789") != 3 || name[3] != '_' || n < 9 ||
	    strcmp(name + n - 4, ".sql") != 0)
		return (0);
	return ((int)strtol(name, NULL, 10));
}

/* Called 001_what.sql, 002_…, none left out and none twice. */
static enum err
names_check(struct plugin *p, struct arena *a, DIR *dir, struct fault *f)
{
	const char *names[NUMBER_MAX + 1] = { NULL };
	const struct dirent *d;
	int n, highest = 0;

	while ((d = readdir(dir)) != NULL) {
		const char *file = arena_printf(a, "migrations/%s", d->d_name);

		if (d->d_name[0] == '.')
			continue;
		if ((n = file_number(d->d_name)) == 0)
			return (check_bad(p, f, file, NULL, "a file here has "
			    "to be called as 001_what.sql"));
		if (names[n] != NULL)
			return (check_bad(p, f, file, NULL, arena_printf(a,
			    "the number %03d is that of %s, too", n,
			    names[n])));
		names[n] = arena_text(a, d->d_name);
		highest = n > highest ? n : highest;
	}
	for (n = 1; n < highest; n++)
		if (names[n] == NULL)
			return (check_bad(p, f, "migrations", NULL,
			    arena_printf(a, "%03d is missing: numbers begin "
			    "with 001 and leave none out", n)));
	return (ERR_OK);
}

static void
trial_remove(struct arena *a, const char *folder)
{
	static const char *const files[] = { "site.db", "site.db-wal",
	    "site.db-shm" };
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		(void)unlink(arena_printf(a, "%s/%s", folder, files[i]));
	(void)rmdir(folder);
}

/* In a database as a new site has it. */
static enum err
trial_run(struct plugin *p, struct arena *a, struct fault *f)
{
	const char *tmp = getenv("TMPDIR");
	char *folder = arena_text(a, arena_printf(a, "%s/mingchuang-check-"
	    "XXXXXX", tmp != NULL ? tmp : "/tmp"));
	struct db *db = NULL;
	const char *path;
	enum err e;

	if (mkdtemp(folder) == NULL)
		return (fault_set(f, ERR_INTERNAL, "cms.folder", NULL,
		    "%s: %s", folder, strerror(errno)));
	path = arena_printf(a, "%s/site.db", folder);
	e = db_open(path, DB_WRITE, &db, f);
	if (e == ERR_OK)
		e = db_migrate(db, "site", arena_printf(a,
		    "%s/core/migrations/site", p->script->root), f);
	db_close(db);
	if (e == ERR_OK)
		e = store_try(p, path, f);
	trial_remove(a, folder);
	return (e);
}

enum err
check_schema_of(struct plugin *p, struct fault *f)
{
	struct arena *a = arena_alloc();
	DIR *dir = opendir(arena_printf(a, "%s/migrations", p->folder));
	enum err e = ERR_OK;

	if (dir != NULL) {
		if (!plugin_may(p, "db"))
			e = check_bad(p, f, "plugin.lua", "capabilities",
			    "'capabilities' has to name \"db\", for there are "
			    "migrations");
		else if ((e = names_check(p, a, dir, f)) == ERR_OK)
			e = trial_run(p, a, f);
		closedir(dir);
	}
	arena_free(a);
	return (e);
}
