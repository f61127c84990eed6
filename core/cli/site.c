/* `mingchuang site create`, `site host` and `site list`. */
#include <stdio.h>
#include <string.h>

#include "cli/act.h"
#include "cli/commands.h"
#include "cli/site_file.h"
#include "cms/site.h"
#include "cms/user.h"
#include "script/script.h"

/* "a.cn,b.cn" */
static struct json *
hosts_split(struct arena *a, const char *text)
{
	struct json *hosts = json_array(a);
	size_t length;

	for (;; text += length + 1) {
		length = strcspn(text, ",");
		if (length > 0)
			json_add(hosts, json_bytes(a, text, length));
		if (text[length] == '\0')
			return (hosts);
	}
}

/* The reverse of hosts_split(). */
static const char *
hosts_join(struct arena *a, const struct json *hosts)
{
	const char *text = "";

	json_each(h, hosts)
		text = arena_printf(a, "%s%s%s", text,
		    text[0] != '\0' ? "," : "", h->text);
	return (text);
}

/* What SITES/NAME/site.lua says; an empty object where there is no file. */
static enum err
site_file(const struct cli *cli, struct arena *a, const char *name,
    struct json **out, struct fault *f)
{
	enum err e = script_data(a, arena_printf(a, "%s/%s/site.lua",
	    cli->sites, name), out, f);

	if (e == ERR_NOT_FOUND) {
		*out = json_object(a);
		return (ERR_OK);
	}
	return (e);
}

static enum err
site_new(const struct cli *cli, struct arena *a, const char *name,
    const struct json *file, struct fault *f)
{
	struct actor system;
	struct call c = { .actor = &system, .arena = a, .fault = f };
	struct script *script = NULL;
	enum err e;

	actor_system(&system, "site create");
	e = cms_open(&c.cms, cli->root, cli->sites, DB_WRITE, f);
	if (e == ERR_OK)
		e = script_alloc(&script, c.cms, cli->root, f);
	/* Columns of the file may have types of plugins. */
	if (e == ERR_OK)
		(void)script_plugins(script, a);
	if (e == ERR_OK)
		e = site_file_create(&c, name, file);
	script_free(script);
	cms_close(c.cms);
	return (e);
}

int
site_create_run(const struct cli *cli, int argc, char **argv)
{
	const char *title = NULL, *host = NULL, *theme = NULL, *profile = NULL;
	const struct cli_option options[] = {
		{ .name = "title", .value = &title },
		{ .name = "host", .value = &host },
		{ .name = "theme", .value = &theme },
		{ .name = "profile", .value = &profile },
		{ 0 }
	};
	struct arena *a;
	struct json *file;
	struct fault f = { 0 };
	enum err e;

	argc = cli_options(options, argc, argv);
	if (argc != 2)
		return (cli_usage("site create"));
	a = arena_alloc();
	if ((e = site_file(cli, a, argv[1], &file, &f)) == ERR_OK) {
		if (title != NULL)
			json_put_text(a, file, "title", title);
		if (host != NULL)
			json_put(file, "hosts", hosts_split(a, host));
		if (theme != NULL)
			json_put_text(a, file, "theme", theme);
		if (profile != NULL)
			json_put_text(a, file, "profile", profile);
		if (json_get(file, "title") == NULL ||
		    json_get(file, "hosts") == NULL) {
			arena_free(a);
			return (cli_usage("site create"));
		}
		e = site_new(cli, a, argv[1], file, &f);
	}
	if (e == ERR_OK)
		cli_done(cli, "made the site %s at %s", argv[1],
		    hosts_join(a, json_get(file, "hosts")));
	arena_free(a);
	return (e == ERR_OK ? EXIT_DONE : cli_fault(cli, &f));
}

int
site_host_run(const struct cli *cli, int argc, char **argv)
{
	struct arena *a;
	struct json *in;
	int code;

	if (argc != 3)
		return (cli_usage("site host"));
	a = arena_alloc();
	in = json_object(a);
	json_put(in, "hosts", hosts_split(a, argv[2]));
	code = cli_act(cli, argv[1], "site.update", a, in, NULL);
	if (code == EXIT_DONE)
		cli_done(cli, "the site %s is at %s", argv[1], argv[2]);
	arena_free(a);
	return (code);
}

/* A line for each site: name, hosts, title, with tabs between. */
static enum err
sites_print(struct cms *cms, struct arena *a, struct fault *f)
{
	struct json *rows, *view;
	struct site *site;
	enum err e;

	e = site_rows(cms, a, &rows, f);
	if (e != ERR_OK)
		return (e);
	json_each(row, rows) {
		e = cms_site(cms, json_get_text(row, "name", ""), &site, f);
		if (e == ERR_OK)
			e = site_view(site, a, &view, f);
		if (e != ERR_OK)
			return (e);
		printf("%s\t%s\t%s\n", site->name,
		    hosts_join(a, json_get(view, "hosts")),
		    json_get_text(view, "title", ""));
	}
	return (ERR_OK);
}

int
site_list_run(const struct cli *cli, int argc, char **argv)
{
	struct arena *a;
	struct cms *cms;
	struct fault f = { 0 };
	enum err e;

	(void)argv;
	if (argc != 1)
		return (cli_usage("site list"));
	e = cms_open(&cms, cli->root, cli->sites, DB_READ, &f);
	if (e != ERR_OK)
		return (cli_fault(cli, &f));
	a = arena_alloc();
	e = sites_print(cms, a, &f);
	arena_free(a);
	cms_close(cms);
	return (e == ERR_OK ? EXIT_DONE : cli_fault(cli, &f));
}
