/* `mingchuang user list`, `user disable` and `user enable`. */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cms/act.h"
#include "cms/user.h"

/* Runs an act of the hub as the system. */
static enum err
hub_act(const struct cli *cli, enum db_mode mode, const char *act,
    struct arena *a, const struct json *in, struct json **out,
    struct fault *f)
{
	struct actor system;
	struct call c = { .actor = &system, .arena = a, .fault = f };
	enum err e;

	actor_system(&system, act);
	e = cms_open(&c.cms, cli->root, cli->sites, mode, f);
	if (e == ERR_OK)
		e = act_call(&c, act, in, out);
	cms_close(c.cms);
	return (e);
}

/* "editor@jiangcheng:news", as `user add --role` takes it; what holds in the
 * columns of a unit ends with "/UNIT". */
static void
role_print(const struct json *grant, bool first)
{
	const char *site = json_get_text(grant, "site", NULL);
	const char *column = json_get_text(grant, "column", NULL);
	const char *unit = json_get_text(grant, "unit_name", NULL);

	printf("%s%s%s%s%s%s%s%s", first ? "" : " ",
	    json_get_text(grant, "role", ""), site != NULL ? "@" : "",
	    site != NULL ? site : "", column != NULL ? ":" : "",
	    column != NULL ? column : "", unit != NULL ? "/" : "",
	    unit != NULL ? unit : "");
}

static void
user_print(const struct json *user)
{
	const struct json *grants = json_get(user, "grants");
	const char *state = json_get_text(user, "state", "");

	if (strcmp(state, "active") == 0 &&
	    json_get_int(user, "locked_until", 0) != 0)
		state = "locked";
	printf("%s\t%s\t%s\t%s\t", json_get_text(user, "name", ""),
	    json_get_text(user, "display", ""), state,
	    json_get_text(user, "unit_name", ""));
	json_each(g, grants)
		role_print(g, g == grants->first);
	putchar('\n');
}

int
user_list_run(const struct cli *cli, int argc, char **argv)
{
	const char *role = NULL, *site = NULL, *text = NULL;
	const struct cli_option options[] = {
		{ .name = "role", .value = &role },
		{ .name = "site", .value = &site },
		{ .name = "text", .value = &text },
		{ 0 }
	};
	struct fault f = { .err = ERR_OK };
	struct json *in, *out = NULL;
	struct arena *a;
	enum err e;

	argc = cli_options(options, argc, argv);
	if (argc != 1)
		return (cli_usage("user list"));
	a = arena_alloc();
	in = json_object(a);
	json_put(in, "role", json_string(a, role));
	json_put(in, "site", json_string(a, site));
	json_put(in, "text", json_string(a, text));
	do {
		e = hub_act(cli, DB_READ, "user.list", a, in, &out, &f);
		json_each(user, json_get(out, "users"))
			user_print(user);
		json_put_int(a, in, "cursor", json_get_int(out, "next", 0));
	} while (e == ERR_OK && json_get_int(out, "next", 0) != 0);
	arena_free(a);
	return (e == ERR_OK ? EXIT_DONE : cli_fault(cli, &f));
}

static int
user_state(const struct cli *cli, int argc, char **argv, const char *command,
    const char *act, const char *done)
{
	struct fault f = { .err = ERR_OK };
	struct json *in, *out = NULL;
	struct arena *a;
	enum err e;

	if (argc != 2)
		return (cli_usage(command));
	a = arena_alloc();
	in = json_object(a);
	json_put_text(a, in, "user", argv[1]);
	e = hub_act(cli, DB_WRITE, act, a, in, &out, &f);
	arena_free(a);
	if (e != ERR_OK)
		return (cli_fault(cli, &f));
	cli_done(cli, "%s the user %s", done, argv[1]);
	return (EXIT_DONE);
}

int
user_disable_run(const struct cli *cli, int argc, char **argv)
{
	return (user_state(cli, argc, argv, "user disable", "user.disable",
	    "disabled"));
}

int
user_enable_run(const struct cli *cli, int argc, char **argv)
{
	return (user_state(cli, argc, argv, "user enable", "user.enable",
	    "enabled"));
}
