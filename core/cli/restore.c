/*
 * `mingchuang restore FILE [--as NAME]`: makes the site of a file that
 * `backup` wrote, after checking all of it.  People and their rights aren't
 * in the file: they are this server's.
 */
#include <inttypes.h>
#include <stdio.h>

#include "cli/commands.h"
#include "cms/backup.h"
#include "cms/user.h"
#include "store/db.h"

/* What is left to do where no role is for this site: rights aren't restored. */
static const char *
restore_left(const struct call *c, const struct restore *r)
{
	int64_t roles = 1;

	(void)db_value(cms_hub(c->cms), &roles, NULL,
	    "SELECT count(*) FROM role_grant g JOIN site s ON s.id = g.site"
	    " WHERE s.name = :name", DB_TEXT(":name", r->name));
	return (roles > 0 ? "" : arena_printf(c->arena, "; nobody has a role "
	    "on it yet: mingchuang user grant NAME --role site_keeper@%s",
	    r->name));
}

static void
restore_tell(const struct cli *cli, const struct call *c,
    const struct restore *r)
{
	struct arena *a = c->arena;
	const char *hosts = "";

	json_each(h, r->dropped)
		cli_say("the host %s is another site's here and was left out",
		    h->text);
	json_each(hash, r->missing)
		cli_say("the file data/media/%.2s/%s was missing already when "
		    "the backup was made", hash->text, hash->text);
	if (r->strangers > 0)
		cli_say("%" PRId64 " people of the site have no account here; "
		    "their names stay in its record", r->strangers);
	json_each(h, r->hosts)
		hosts = arena_printf(a, "%s%s%s", hosts,
		    hosts[0] != '\0' ? "," : "", h->text);
	cli_done(cli, "restored the site %s at %s%s", r->name, hosts,
	    restore_left(c, r));
}

int
restore_run(const struct cli *cli, int argc, char **argv)
{
	struct restore r = { .file = NULL };
	const struct cli_option options[] = {
		{ .name = "as", .value = &r.as },
		{ 0 }
	};
	struct fault f = { .err = ERR_OK };
	struct actor system;
	struct call c = { .actor = &system, .fault = &f };
	enum err e;

	argc = cli_options(options, argc, argv);
	if (argc != 2)
		return (cli_usage("restore"));
	cli_stop_at_signals();
	r.file = argv[1];
	c.arena = arena_alloc();
	actor_system(&system, "restore");
	e = site_restore(&c, cli->root, cli->sites, &r);
	if (e == ERR_OK)
		restore_tell(cli, &c, &r);
	cms_close(c.cms);
	arena_free(c.arena);
	return (e == ERR_OK ? EXIT_DONE : cli_fault(cli, &f));
}
