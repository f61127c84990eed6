/* The frame of sub-commands that are acts. */
#include <stdio.h>

#include "base/buf.h"
#include "cli/act.h"
#include "cms/act.h"
#include "cms/user.h"
#include "script/script.h"

int
cli_act(const struct cli *cli, const char *site, const char *act,
    struct arena *a, const struct json *in, struct json **out)
{
	struct actor system;
	struct fault f = { .err = ERR_OK };
	struct call c = { .actor = &system, .arena = a, .fault = &f };
	struct script *script = NULL;
	struct json *unused;
	enum err e;

	actor_system(&system, act);
	e = cms_open(&c.cms, cli->root, cli->sites, DB_WRITE, &f);
	/* Types of plugins, and plugins that are told what is done. */
	if (e == ERR_OK)
		e = script_alloc(&script, c.cms, cli->root, &f);
	if (e == ERR_OK)
		(void)script_plugins(script, a);
	if (e == ERR_OK)
		e = cms_site(c.cms, site, &c.site, &f);
	if (e == ERR_OK)
		e = act_call(&c, act, in, out != NULL ? out : &unused);
	script_free(script);
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
