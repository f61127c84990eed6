/* `mingchuang site create` and `site list`. */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cms/act.h"
#include "cms/site.h"
#include "cms/user.h"

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

static enum err
site_new(const struct cli *cli, struct arena *a, const struct json *in,
    struct fault *f)
{
	struct actor system;
	struct call c = { .actor = &system, .arena = a, .fault = f };
	struct json *out;
	enum err e;

	actor_system(&system, "site create");
	e = cms_open(&c.cms, cli->root, cli->sites, DB_WRITE, f);
	if (e == ERR_OK)
		e = act_call(&c, "site.create", in, &out);
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
	struct json *in;
	struct fault f = { 0 };
	enum err e;

	argc = cli_options(options, argc, argv);
	if (argc != 2 || title == NULL || host == NULL)
		return (cli_usage("site create"));
	a = arena_alloc();
	in = json_object(a);
	json_put_text(a, in, "name", argv[1]);
	json_put_text(a, in, "title", title);
	json_put(in, "hosts", hosts_split(a, host));
	if (theme != NULL)
		json_put_text(a, in, "theme", theme);
	if (profile != NULL)
		json_put_text(a, in, "profile", profile);
	e = site_new(cli, a, in, &f);
	arena_free(a);
	return (e == ERR_OK ? EXIT_DONE : cli_fault(cli, &f));
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
		printf("%s\t", site->name);
		json_each(h, json_get(view, "hosts"))
			printf("%s%s", h->text, h->next != NULL ? "," : "");
		printf("\t%s\n", json_get_text(view, "title", ""));
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
