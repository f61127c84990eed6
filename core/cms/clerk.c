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
	if (count > 0)
		log_notice("clerk: site %s: %lld published", name,
		    (long long)count);
	if (indexed > 0)
		log_notice("clerk: site %s: %lld entries indexed for search",
		    name, (long long)indexed);
	if (emptied > 0)
		log_notice("clerk: site %s: %lld letters emptied", name,
		    (long long)emptied);
	if (ended > 0)
		log_notice("clerk: site %s: %lld withdrawn, their time is over",
		    name, (long long)ended);
	if (overdue > 0)
		log_notice("clerk: site %s: %lld steps of review are overdue",
		    name, (long long)overdue);
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
