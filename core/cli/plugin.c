/* `mingchuang plugin list`, `check`, `enable`, `disable` and `release`. */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cms/act.h"
#include "cms/user.h"
#include "script/script.h"
#include "web/lane.h"

static enum err
plugin_lane(const struct cli *cli, struct lane **lane, struct fault *f)
{
	const struct lane_options o = { .root = cli->root,
		.sites = cli->sites, .staff = true };

	return (lane_open(lane, &o, f));
}

/* Runs an act of the site. */
static enum err
plugin_do(const struct cli *cli, struct arena *a, const char *act,
    const char *site, const struct json *in, struct json **out,
    struct fault *f)
{
	struct actor system;
	struct call c = { .actor = &system, .arena = a, .fault = f };
	struct lane *lane = NULL;
	enum err e;

	actor_system(&system, act);
	if ((e = plugin_lane(cli, &lane, f)) == ERR_OK) {
		c.cms = lane->cms;
		e = cms_site(c.cms, site, &c.site, f);
	}
	if (e == ERR_OK)
		e = act_call(&c, act, in, out);
	lane_close(lane);
	return (e);
}

/* All that are installed, without a site. */
static enum err
plugin_all(const struct cli *cli, struct arena *a, struct json **out,
    struct fault *f)
{
	struct lane *lane;
	enum err e = plugin_lane(cli, &lane, f);

	if (e != ERR_OK)
		return (e);
	*out = json_object(a);
	json_put(*out, "plugins", script_plugins(lane->script, a));
	lane_close(lane);
	return (ERR_OK);
}

int
plugin_list_run(const struct cli *cli, int argc, char **argv)
{
	const char *site = NULL;
	const struct cli_option options[] = {
		{ .name = "site", .value = &site },
		{ 0 }
	};
	struct arena *a;
	struct json *out = NULL;
	struct fault f = { 0 };
	enum err e;

	argc = cli_options(options, argc, argv);
	if (argc != 1)
		return (cli_usage("plugin list"));
	a = arena_alloc();
	e = site == NULL ? plugin_all(cli, a, &out, &f) :
	    plugin_do(cli, a, "plugin.list", site, NULL, &out, &f);
	json_each(p, json_get(out, "plugins"))
		printf("%s\t%s\t%s\t%s\n", json_get_text(p, "name", ""),
		    json_get_text(p, "version", ""),
		    json_get_text(p, "state", ""),
		    json_get_text(p, "problem", json_get_text(json_get(p,
		    "failure"), "detail", json_get_text(p, "title", ""))));
	arena_free(a);
	return (e == ERR_OK ? EXIT_DONE : cli_fault(cli, &f));
}

int
plugin_check_run(const struct cli *cli, int argc, char **argv)
{
	struct lane *lane;
	struct fault f = { 0 };
	enum err e;

	if (argc != 2)
		return (cli_usage("plugin check"));
	if ((e = plugin_lane(cli, &lane, &f)) == ERR_OK) {
		e = script_plugin_check(lane->script, argv[1], &f);
		lane_close(lane);
	}
	if (e != ERR_OK)
		return (cli_fault(cli, &f));
	printf("%s: good\n", argv[1]);
	return (EXIT_DONE);
}

static int
plugin_act(const struct cli *cli, int argc, char **argv, const char *command,
    const char *act, const char *done)
{
	const char *site = NULL;
	const struct cli_option options[] = {
		{ .name = "site", .value = &site },
		{ 0 }
	};
	struct json *in, *out = NULL;
	struct fault f = { 0 };
	struct arena *a;
	enum err e;

	argc = cli_options(options, argc, argv);
	if (argc != 2 || site == NULL)
		return (cli_usage(command));
	a = arena_alloc();
	in = json_object(a);
	json_put_text(a, in, "name", argv[1]);
	if (strcmp(act, "plugin.enable") == 0)
		json_put_bool(a, in, "all_columns", true);
	e = plugin_do(cli, a, act, site, in, &out, &f);
	arena_free(a);
	if (e != ERR_OK)
		return (cli_fault(cli, &f));
	cli_done(cli, "%s the plugin %s for the site %s", done, argv[1], site);
	return (EXIT_DONE);
}

int
plugin_enable_run(const struct cli *cli, int argc, char **argv)
{
	return (plugin_act(cli, argc, argv, "plugin enable", "plugin.enable",
	    "enabled"));
}

int
plugin_disable_run(const struct cli *cli, int argc, char **argv)
{
	return (plugin_act(cli, argc, argv, "plugin disable",
	    "plugin.disable", "disabled"));
}

int
plugin_release_run(const struct cli *cli, int argc, char **argv)
{
	return (plugin_act(cli, argc, argv, "plugin release",
	    "plugin.release", "released"));
}
