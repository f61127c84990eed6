/*
 * `mingchuang backup SITE FILE`: a site as one file, which `restore` takes.
 * Interrupted it leaves nothing behind.
 */
#include <signal.h>
#include <stdio.h>

#include "cli/commands.h"
#include "cms/backup.h"
#include "cms/staging.h"

static void
backup_signal(int sig)
{
	(void)sig;
	staging_stop();
}

/* No SA_RESTART: what waits is to see it. */
void
cli_stop_at_signals(void)
{
	const struct sigaction act = { .sa_handler = backup_signal };

	sigaction(SIGINT, &act, NULL);
	sigaction(SIGTERM, &act, NULL);
	sigaction(SIGHUP, &act, NULL);
}

int
backup_run(const struct cli *cli, int argc, char **argv)
{
	int force = 0;
	const struct cli_option options[] = {
		{ .name = "force", .flag = &force },
		{ 0 }
	};
	struct fault f = { .err = ERR_OK };
	struct json *missing = NULL;
	struct cms *cms;
	struct site *site;
	struct arena *a;
	enum err e;

	argc = cli_options(options, argc, argv);
	if (argc != 3)
		return (cli_usage("backup"));
	cli_stop_at_signals();
	a = arena_alloc();
	e = cms_open(&cms, cli->root, cli->sites, DB_READ, &f);
	if (e == ERR_OK)
		e = cms_site(cms, argv[1], &site, &f);
	if (e == ERR_OK)
		e = site_backup(site, a, argv[2], force, &missing, &f);
	cms_close(cms);
	if (e == ERR_OK)
		cli_done(cli, "wrote the site %s to %s", argv[1], argv[2]);
	if (e == ERR_OK)
		json_each(hash, missing)
			cli_say("data/media/%.2s/%s is missing or damaged and "
			    "isn't in the backup: see `mingchuang doctor`",
			    hash->text, hash->text);
	arena_free(a);
	return (e == ERR_OK ? EXIT_DONE : cli_fault(cli, &f));
}
