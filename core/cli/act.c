/* The frame of sub-commands that are acts. */
#include <stdio.h>

#include "base/buf.h"
#include "cli/act.h"
#include "cms/act.h"
#include "cms/user.h"

int
cli_act(const struct cli *cli, const char *site, const char *act,
    struct arena *a, const struct json *in, struct json **out)
{
	struct actor system;
	struct fault f = { .err = ERR_OK };
	struct call c = { .actor = &system, .arena = a, .fault = &f };
	struct json *unused;
	enum err e;

	actor_system(&system, act);
	e = cms_open(&c.cms, cli->root, cli->sites, DB_WRITE, &f);
	if (e == ERR_OK)
		e = cms_site(c.cms, site, &c.site, &f);
	if (e == ERR_OK)
		e = act_call(&c, act, in, out != NULL ? out : &unused);
	cms_close(c.cms);
	return (e == ERR_OK ? EXIT_DONE : cli_fault(cli, &f));
}

void
cli_print(const struct json *v)
{
	struct buf b;

	buf_init(&b);
	json_write(&b, v);
	puts(buf_string(&b));
	buf_cleanup(&b);
}
