/*
 * The clerk's round; see clerk.h.
 */
#include "base/log.h"
#include "cms/banner.h"
#include "cms/clerk.h"
#include "cms/expire.h"
#include "cms/media_text.h"
#include "cms/overdue.h"
#include "cms/receipt.h"
#include "cms/search.h"
#include "cms/site.h"
#include "cms/workflow.h"

static void
tell(const char *site, int64_t n, const char *what)
{
	if (n > 0)
		log_notice("clerk: site %s: %lld %s", site, (long long)n,
		    what);
}

static void
site_round(struct cms *cms, const char *name, int64_t now,
    int64_t *published)
{
	struct fault f = { .err = ERR_OK };
	struct site *site;
	int64_t count = 0, ended = 0, overdue = 0, texts = 0, indexed = 0;
	int64_t emptied = 0;
	enum err e = cms_site(cms, name, &site, &f);

	if (e == ERR_OK)
		e = workflow_publish_due(cms, site, now, &count, &f);
	if (e == ERR_OK)
		e = expire_due(cms, site, now, &ended, &f);
	if (e == ERR_OK)
		e = banner_turn(site, now, &f);
	if (e == ERR_OK)
		e = overdue_note(cms, site, now, &overdue, &f);
	if (e == ERR_OK)
		e = receipt_expire(site, now, &emptied, &f);
	if (e == ERR_OK)
		e = media_text_make(site, now, &texts, &f);
	if (e == ERR_OK)
		e = search_work(site, now, &indexed, &f);
	if (e != ERR_OK)
		log_warning("clerk: site %s: %s %s", name,
		    f.name != NULL ? f.name : "fault", f.detail);
	tell(name, count, "published");
	tell(name, indexed, "entries indexed for search");
	tell(name, emptied, "letters emptied");
	tell(name, ended, "withdrawn, their time is over");
	tell(name, overdue, "steps of review are overdue");
	*published += count;
}

enum err
clerk_run_once(struct cms *cms, int64_t now, int64_t *published,
    struct fault *f)
{
	struct arena *a = arena_alloc();
	struct json *rows;
	enum err e = site_rows(cms, a, &rows, f);

	*published = 0;
	if (e == ERR_OK)
		json_each(row, rows)
			site_round(cms, json_get_text(row, "name", ""), now,
			    published);
	arena_free(a);
	return (e);
}
