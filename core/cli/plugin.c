/* `mingchuang plugin list`, `check`, `enable` and `disable`. */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cms/act.h"
#include "cms/setting.h"
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

int
plugin_list_run(const struct cli *cli, int argc, char **argv)
{
	struct lane *lane;
	struct arena *a;
	struct fault f = { 0 };

	(void)argv;
	if (argc != 1)
		return (cli_usage("plugin list"));
	if (plugin_lane(cli, &lane, &f) != ERR_OK)
		return (cli_fault(cli, &f));
	a = arena_alloc();
	json_each(p, script_plugins(lane->script, a))
		printf("%s\t%s\t%s\t%s\n", json_get_text(p, "name", ""),
		    json_get_text(p, "version", ""),
		    json_get_text(p, "state", ""),
		    json_get_text(p, "problem", json_get_text(p, "title", "")));
	arena_free(a);
	lane_close(lane);
	return (EXIT_DONE);
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

/* The site's list of plugins with the name in it, at the end, or without. */
static struct json *
plugins_with(struct arena *a, const struct json *now, const char *name,
    bool enable)
{
	struct json *list = json_array(a);

	json_each(p, now)
		if (strcmp(p->text, name) != 0)
			json_add(list, json_string(a, p->text));
	if (enable)
		json_add(list, json_string(a, name));
	return (list);
}

static enum err
plugin_set(const struct cli *cli, const char *site, const char *name,
    bool enable, struct fault *f)
{
	struct arena *a = arena_alloc();
	struct json *in = json_object(a), *now = NULL, *out;
	struct actor system;
	struct call c = { .actor = &system, .arena = a, .fault = f };
	struct lane *lane = NULL;
	enum err e;

	actor_system(&system, enable ? "plugin enable" : "plugin disable");
	e = plugin_lane(cli, &lane, f);
	if (e == ERR_OK && enable)
		e = script_plugin_check(lane->script, name, f);
	if (e == ERR_OK) {
		c.cms = lane->cms;
		e = cms_site(c.cms, site, &c.site, f);
	}
	if (e == ERR_OK)
		e = setting_read(c.site, a, "plugins", &now, f);
	if (e == ERR_OK) {
		json_put(in, "plugins", plugins_with(a, now, name, enable));
		e = act_call(&c, "site.update", in, &out);
	}
	lane_close(lane);
	arena_free(a);
	return (e);
}

static int
plugin_switch(const struct cli *cli, int argc, char **argv, bool enable)
{
	const char *site = NULL;
	const struct cli_option options[] = {
		{ .name = "site", .value = &site },
		{ 0 }
	};
	struct fault f = { 0 };

	argc = cli_options(options, argc, argv);
	if (argc != 2 || site == NULL)
		return (cli_usage(enable ? "plugin enable" : "plugin disable"));
	if (plugin_set(cli, site, argv[1], enable, &f) != ERR_OK)
		return (cli_fault(cli, &f));
	cli_done(cli, enable ? "enabled the plugin %s for the site %s" :
	    "disabled the plugin %s for the site %s", argv[1], site);
	return (EXIT_DONE);
}

int
plugin_enable_run(const struct cli *cli, int argc, char **argv)
{
	return (plugin_switch(cli, argc, argv, true));
}

int
plugin_disable_run(const struct cli *cli, int argc, char **argv)
{
	return (plugin_switch(cli, argc, argv, false));
}
