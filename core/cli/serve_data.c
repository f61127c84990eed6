/*
 * The databases before the first request: made or brought up to date here,
 * once, because the visitor lanes only read and can do neither.  Tables of
 * plugins as well: one that can't be is logged, and fails by itself.
 */
#include "cli/serve.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/json.h"
#include "cms/cms.h"
#include "cms/site.h"
#include "script/script.h"

int
serve_data(const struct serve *s)
{
	struct arena *a = arena_alloc();
	struct json *sites = NULL;
	struct fault f = { 0 };
	struct script *script = NULL;
	struct cms *cms = NULL;
	struct site *site;
	enum err e;

	e = cms_open(&cms, s->cli->root, s->cli->sites, DB_WRITE, &f);
	if (e == ERR_OK)
		e = site_rows(cms, a, &sites, &f);
	if (e == ERR_OK)
		e = script_alloc(&script, cms, s->cli->root, &f);
	json_each(row, sites) {
		if (e == ERR_OK)
			e = cms_site(cms, json_get_text(row, "name", ""),
			    &site, &f);
		if (e == ERR_OK)
			(void)script_prepare(script, site, NULL);
	}
	if (e != ERR_OK)
		cli_fault(s->cli, &f);
	script_free(script);
	cms_close(cms);
	arena_free(a);
	return (e == ERR_OK ? 0 : -1);
}

/* One site; one that can't be read now is left out: this is a greeting. */
static void
address_print(const struct serve *s, struct cms *cms, const char *name,
    struct arena *a)
{
	struct fault unread = { 0 };
	struct site *site;
	struct json *view;

	if (cms_site(cms, name, &site, &unread) == ERR_OK &&
	    site_view(site, a, &view, &unread) == ERR_OK)
		printf("  %s://%s:%d/  %s (desk: /desk/)\n",
		    s->tls_cert != NULL ? "https" : "http",
		    json_get_text(view, "host", ""), s->port,
		    json_get_text(view, "title", ""));
}

void
serve_addresses(const struct serve *s)
{
	struct arena *a = arena_alloc();
	struct fault unread = { 0 };
	struct json *sites = NULL;
	struct cms *cms = NULL;

	if (cms_open(&cms, s->cli->root, s->cli->sites, DB_READ, &unread) ==
	    ERR_OK && site_rows(cms, a, &sites, &unread) == ERR_OK)
		json_each(row, sites)
			address_print(s, cms, json_get_text(row, "name", ""),
			    a);
	cms_close(cms);
	arena_free(a);
}
