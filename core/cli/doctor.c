/*
 * `mingchuang doctor`: looks at all that the sites need and changes nothing;
 * exit 1 where something is at fault.
 */
#include "cli/doctor.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cms/check.h"
#include "cms/site.h"

#define WAL_MAX (256LL << 20)	/* bytes: checkpoints don't get through */

void
doctor_tell(struct doctor *d, enum doctor_level level, const char *thing,
    const struct fault *f)
{
	struct buf text = { 0 };

	cli_sentence(d->cli, f, &text);
	printf("%s  %s: %s\n", level == DOCTOR_FAULT ? "fault  " : "warning",
	    thing, buf_string(&text));
	buf_cleanup(&text);
	if (level == DOCTOR_FAULT)
		d->faults++;
}

void
doctor_mode(struct doctor *d, const char *thing, const char *path)
{
	struct fault f = { 0 };
	struct stat st;

	if (stat(path, &st) == -1)
		fault_set(&f, ERR_INTERNAL, "doctor.unreadable", NULL, "%s",
		    path);
	else if ((st.st_mode & 077) != 0)
		fault_set(&f, ERR_INTERNAL, "doctor.mode", NULL, "%s", path);
	else if (access(path, R_OK | W_OK) == -1)
		fault_set(&f, ERR_INTERNAL, "doctor.owner", NULL, "%s", path);
	else {
		doctor_ok(thing, "%s is its owner's alone", path);
		return;
	}
	doctor_tell(d, DOCTOR_FAULT, thing, &f);
}

static void
database_schema(struct doctor *d, const char *thing, struct db *db,
    const char *owner)
{
	const char *dir = arena_printf(d->arena, "%s/core/migrations/%s",
	    d->cli->root, owner);
	struct fault f = { 0 };
	int64_t number = 0;

	if (check_schema(db, owner, &number, &f) == ERR_OK &&
	    db_check(db, owner, dir, &f) == ERR_OK)
		doctor_ok(thing, "schema %" PRId64, number);
	else
		doctor_tell(d, f.name != NULL && strcmp(f.name, "db.older") ==
		    0 ? DOCTOR_WARNING : DOCTOR_FAULT, thing, &f);
}

static void
database_log(struct doctor *d, const char *thing, const char *path)
{
	const char *wal = arena_printf(d->arena, "%s-wal", path);
	struct fault f = { 0 };
	struct stat st = { 0 };
	int64_t bytes = stat(wal, &st) == 0 ? st.st_size : 0;

	if (bytes <= WAL_MAX) {
		doctor_ok(thing, "write-ahead log of %" PRId64 " KiB",
		    bytes / 1024);
		return;
	}
	fault_set(&f, ERR_INTERNAL, "doctor.wal", NULL, "%s: %" PRId64 " MiB",
	    wal, bytes >> 20);
	doctor_tell(d, DOCTOR_WARNING, thing, &f);
}

struct db *
doctor_database(struct doctor *d, const char *thing, const char *path,
    const char *owner)
{
	struct fault f = { 0 };
	struct db *db;

	if (db_open(path, DB_READ, &db, &f) != ERR_OK) {
		doctor_tell(d, DOCTOR_FAULT, thing, &f);
		return (NULL);
	}
	if (check_database(db, CHECK_QUICK, &f) == ERR_OK)
		doctor_ok(thing, "pages and foreign keys hold");
	else
		doctor_tell(d, DOCTOR_FAULT, thing, &f);
	database_schema(d, thing, db, owner);
	database_log(d, thing, path);
	doctor_mode(d, thing, path);
	return (db);
}

/* A folder that looks like a site but that no row names. */
static void
folder_look(struct doctor *d, const char *name)
{
	const char *path = arena_printf(d->arena, "%s/%s", d->cli->sites,
	    name);
	struct fault f = { 0 };
	int64_t known = 0;

	if (name[0] == '.' || access(arena_printf(d->arena, "%s/data/site.db",
	    path), F_OK) == -1 ||
	    db_value(d->hub, &known, NULL,
	    "SELECT 1 FROM site WHERE name = :name",
	    DB_TEXT(":name", name)) != ERR_OK || known != 0)
		return;
	fault_set(&f, ERR_INTERNAL, access(arena_printf(d->arena,
	    "%s/" SITE_RESTORING, path), F_OK) == 0 ?
	    "doctor.half_restored" : "doctor.folder", NULL, "%s", path);
	doctor_tell(d, DOCTOR_WARNING, name, &f);
}

static void
sites_look(struct doctor *d)
{
	struct fault f = { 0 };
	struct json *rows = NULL;
	struct dirent *entry;
	DIR *dir;

	if (db_all(d->hub, d->arena, &rows, &f,
	    "SELECT id, name FROM site ORDER BY name") != ERR_OK)
		doctor_tell(d, DOCTOR_FAULT, "hub.db", &f);
	json_each(row, rows)
		doctor_site(d, json_get_int(row, "id", 0),
		    json_get_text(row, "name", ""));
	if ((dir = opendir(d->cli->sites)) == NULL)
		return;
	while ((entry = readdir(dir)) != NULL)
		folder_look(d, entry->d_name);
	closedir(dir);
}

int
doctor_run(const struct cli *cli, int argc, char **argv)
{
	struct doctor d = { .cli = cli };
	const char *run;

	(void)argv;
	if (argc != 1)
		return (cli_usage("doctor"));
	d.arena = arena_alloc();
	doctor_program(&d);
	run = arena_printf(d.arena, "%s/.run", cli->sites);
	if (access(run, F_OK) == 0)
		doctor_mode(&d, "server", run);
	d.hub = doctor_database(&d, "hub.db", arena_printf(d.arena,
	    "%s/hub.db", cli->sites), "hub");
	if (d.hub != NULL)
		sites_look(&d);
	db_close(d.hub);
	arena_free(d.arena);
	return (d.faults == 0 ? EXIT_DONE : EXIT_NO);
}
