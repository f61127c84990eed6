/*
 * `mingchuang site remove`: a site with all that it holds.  The name is asked
 * for twice, a backup is kept unless told otherwise, and nothing is taken from
 * under a server that runs.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/time.h"
#include "cli/commands.h"
#include "cms/backup.h"
#include "cms/site.h"
#include "cms/user.h"

/* No server runs on the folder, nor can one begin until the descriptor is
 * closed; -1 after telling that one does. */
static int
server_none(const struct cli *cli, struct arena *a)
{
	int fd = open(arena_printf(a, "%s/.run/run.lock", cli->sites),
	    O_RDWR | O_CLOEXEC);

	if (fd == -1 && errno == ENOENT)	/* there never was one */
		fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	else if (fd != -1 && flock(fd, LOCK_EX | LOCK_NB) == -1) {
		close(fd);
		fd = -1;
	}
	if (fd == -1)
		cli_say("a server runs on %s: stop it first, its workers hold "
		    "the site open", cli->sites);
	return (fd);
}

/* SITES/NAME-20261121-1830.tar.gz */
static const char *
backup_name(const struct cli *cli, struct arena *a, const char *site)
{
	struct time_parts t;

	time_split(time_now(), TIME_ZONE, &t);
	return (arena_printf(a, "%s/%s-%04d%02d%02d-%02d%02d.tar.gz",
	    cli->sites, site, t.year, t.month, t.day, t.hour, t.minute));
}

static enum err
backup_keep(const struct cli *cli, struct arena *a, const char *name,
    const char *file, struct fault *f)
{
	struct json *missing = NULL;
	struct site *site;
	struct cms *cms;
	enum err e;

	if ((e = cms_open(&cms, cli->root, cli->sites, DB_READ, f)) != ERR_OK)
		return (e);
	if ((e = cms_site(cms, name, &site, f)) == ERR_OK)
		e = site_backup(site, a, file, false, &missing, f);
	cms_close(cms);
	if (e == ERR_OK)
		cli_done(cli, "wrote the site %s to %s", name, file);
	return (e);
}

static enum err
remove_now(const struct cli *cli, struct arena *a, const char *name,
    struct fault *f)
{
	struct actor system;
	struct call c = { .actor = &system, .arena = a, .fault = f };
	bool left = false;
	enum err e;

	actor_system(&system, "site remove");
	e = cms_open(&c.cms, cli->root, cli->sites, DB_WRITE, f);
	if (e == ERR_OK)
		e = site_remove(&c, name, &left);
	cms_close(c.cms);
	if (e == ERR_OK)
		cli_done(cli, "removed the site %s", name);
	if (e == ERR_OK && left)
		cli_say("%s/%s holds files that are no part of the site: they "
		    "were left there", cli->sites, name);
	return (e);
}

int
site_remove_run(const struct cli *cli, int argc, char **argv)
{
	const char *again = NULL, *file = NULL;
	int without = 0, lock;
	const struct cli_option options[] = {
		{ .name = "again", .value = &again },
		{ .name = "backup", .value = &file },
		{ .name = "no-backup", .flag = &without },
		{ 0 }
	};
	struct fault f = { .err = ERR_OK };
	struct arena *a;
	enum err e = ERR_OK;

	argc = cli_options(options, argc, argv);
	if (argc != 2 || (without && file != NULL))
		return (cli_usage("site remove"));
	if (again == NULL || strcmp(again, argv[1]) != 0) {
		cli_say("all texts, files and records of the site would be "
		    "gone; if that is meant, say its name again: --again %s",
		    argv[1]);
		return (EXIT_USAGE);
	}
	cli_stop_at_signals();
	a = arena_alloc();
	if ((lock = server_none(cli, a)) == -1) {
		arena_free(a);
		return (EXIT_NO);
	}
	if (!without)
		e = backup_keep(cli, a, argv[1], file != NULL ? file :
		    backup_name(cli, a, argv[1]), &f);
	if (e == ERR_OK)
		e = remove_now(cli, a, argv[1], &f);
	close(lock);
	arena_free(a);
	return (e == ERR_OK ? EXIT_DONE : cli_fault(cli, &f));
}
