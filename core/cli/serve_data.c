/*
 * The databases before the first request: made or brought up to date here,
 * once, because the visitor lanes only read and can do neither.
 */
#include "cli/serve.h"

#include "base/arena.h"
#include "base/json.h"
#include "cms/cms.h"
#include "cms/site.h"

int
serve_data(const struct serve *s)
{
	struct arena *a = arena_alloc();
	struct json *sites = NULL;
	struct fault f = { 0 };
	struct cms *cms = NULL;
	struct site *site;
	enum err e;

	e = cms_open(&cms, s->cli->root, s->cli->sites, DB_WRITE, &f);
	if (e == ERR_OK)
		e = site_rows(cms, a, &sites, &f);
	json_each(row, sites)
		if (e == ERR_OK)
			e = cms_site(cms, json_get_text(row, "name", ""),
			    &site, &f);
	if (e != ERR_OK)
		cli_fault(s->cli, &f);
	cms_close(cms);
	arena_free(a);
	return (e == ERR_OK ? 0 : -1);
}
