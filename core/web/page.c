/*
 * The portal's pages.  Each makes a view of what is live and hands it to a
 * template of the site's theme; no HTML is made here.
 */

#include <stdlib.h>
#include <string.h>

#include "base/url.h"
#include "cms/column.h"
#include "cms/live.h"
#include "cms/topic.h"
#include "script/script.h"
#include "web/asset.h"
#include "web/cookie.h"
#include "web/entry.h"
#include "web/event.h"
#include "web/file.h"
#include "web/hant.h"
#include "web/home.h"
#include "web/meta.h"
#include "web/paging.h"
#include "web/picture.h"
#include "web/qr.h"
#include "web/route.h"
#include "web/search.h"
#include "web/tag.h"
#include "web/versions.h"

#define LANG_SECONDS (365 * 86400)

static enum err
page_column_view(struct exchange *x, struct json *column, int64_t page,
    struct json *view)
{
	struct arena *a = x->rq->arena;
	const char *path = json_get_text(column, "path", "");
	struct live_query q = { .column = path, .children = true,
		.limit = PAGING_ENTRIES, .offset = (page - 1) * PAGING_ENTRIES };
	struct json *entries, *crumbs;
	int64_t total = 0;
	enum err e;

	if ((e = live_count(x->site, &q, &total, &x->fault)) != ERR_OK ||
	    (e = live_latest(x->site, a, &q, &entries, &x->fault)) != ERR_OK ||
	    (e = live_breadcrumb(x->site, a, path, &crumbs, &x->fault)) !=
		ERR_OK)
		return (e);
	if (page > 1 && entries->length == 0)
		return (fault_set(&x->fault, ERR_NOT_FOUND, "page.unknown",
		    NULL, NULL));
	json_put(view, "column", column);
	json_put(view, "entries", entries);
	json_put(view, "breadcrumb", crumbs);
	json_put(view, "paging", paging_view(x,
	    json_get_text(column, "url", "/"), page, total));
	json_put(view, "meta", meta_column(x, column));
	return (ERR_OK);
}

/* An entry that was moved in from another site leads from where it was to
 * where it is.  The reply's own fault stays where it was elsewhere. */
static enum err
page_former(struct exchange *x)
{
	const char *url;

	if (live_entry_former(x->site, x->rq->arena, x->rq->path, &url,
	    NULL) != ERR_OK)
		return (ERR_NOT_FOUND);
	return (exchange_redirect(x, 301, url));
}

static enum err
page_entry(struct exchange *x)
{
	enum err e = entry_page(x, strtoll(pairs_get(&x->rq->params, "id"),
	    NULL, 10));

	return (e == ERR_NOT_FOUND ? page_former(x) : e);
}

/* What is at a path that is no column's: a topic, or nothing. */
static enum err
page_topic(struct exchange *x)
{
	int64_t id;
	enum err e = topic_find(x->site, x->rq->arena,
	    pairs_get(&x->rq->params, "path"), &id, &x->fault);

	return (e == ERR_OK ? entry_page(x, id) : e);
}

/* Where what was at the path is now: a column that was moved, or a topic of
 * one. */
static enum err
moved_to(struct exchange *x, const char *path, const char **now,
    struct fault *f)
{
	struct arena *a = x->rq->arena;
	const char *slash = strrchr(path, '/');
	int64_t topic;
	enum err e = live_column_former(x->site, a, path, now, f);

	if (e != ERR_NOT_FOUND || slash == NULL)
		return (e);
	e = live_column_former(x->site, a, arena_copy(a, path,
	    (size_t)(slash - path)), now, f);
	if (e != ERR_OK)
		return (e);
	*now = arena_printf(a, "%s%s", *now, slash);
	return (topic_find(x->site, a, *now, &topic, f));
}

/* A column that was moved leads from where it was to where it is. */
static enum err
page_moved(struct exchange *x, const char *path)
{
	struct arena *a = x->rq->arena;
	const char *now;
	enum err e = moved_to(x, path, &now, &x->fault);

	if (e == ERR_OK)
		return (exchange_redirect(x, 301, arena_printf(a, "/%s/",
		    now)));
	if (e == ERR_NOT_FOUND && page_former(x) == ERR_OK)
		return (ERR_OK);
	return (fault_set(&x->fault, e, e == ERR_NOT_FOUND ?
	    "page.unknown" : x->fault.name, NULL, NULL));
}

static enum err
page_column(struct exchange *x)
{
	const char *path = pairs_get(&x->rq->params, "path");
	struct json *view = json_object(x->rq->arena), *column;
	int64_t page = paging_number(x->rq);
	enum err e;

	if (page == 0)
		return (fault_set(&x->fault, ERR_NOT_FOUND, "page.unknown",
		    NULL, NULL));
	e = live_column(x->site, x->rq->arena, path, &column, &x->fault);
	if (e == ERR_NOT_FOUND &&
	    (e = page_topic(x)) == ERR_NOT_FOUND)
		return (page_moved(x, path));
	if (e == ERR_OK && column == NULL)	/* a topic's page */
		return (e);
	if (e != ERR_OK ||
	    (e = page_column_view(x, column, page, view)) != ERR_OK)
		return (e);
	event_column(x, view);
	return (exchange_render(x, 200, arena_printf(x->rq->arena,
	    "column-%s", json_get_text(column, "type", "article")), view));
}

/* "/news" where "/news/" is meant. */
static enum err
page_slash(struct exchange *x)
{
	const char *path = pairs_get(&x->rq->params, "path");
	struct json *column;
	int64_t topic;
	enum err e;

	e = live_column(x->site, x->rq->arena, path, &column, &x->fault);
	if (e == ERR_NOT_FOUND &&
	    topic_find(x->site, x->rq->arena, path, &topic, NULL) == ERR_OK)
		return (entry_page(x, topic));
	if (e == ERR_NOT_FOUND)
		return (page_moved(x, path));
	if (e != ERR_OK)
		return (e);
	return (exchange_redirect(x, 301, json_get_text(column, "url", "/")));
}

/* Is something at this path: a column, one that was moved, or a topic? */
static bool
page_place(struct exchange *x, const struct pairs *params)
{
	const char *path = pairs_get(params, "path"), *now;
	struct arena *a = x->rq->arena;
	struct json *column;
	int64_t topic;

	return (x->site != NULL && column_path_valid(path) &&
	    (live_column(x->site, a, path, &column, NULL) == ERR_OK ||
	    topic_find(x->site, a, path, &topic, NULL) == ERR_OK ||
	    moved_to(x, path, &now, NULL) == ERR_OK));
}

/* Is there such an entry, or was there one? */
static bool
page_article(struct exchange *x, const struct pairs *params)
{
	struct json *entry = NULL;
	enum err e;

	if (x->site == NULL)
		return (false);
	e = live_entry(x->site, x->rq->arena,
	    strtoll(pairs_get(params, "id"), NULL, 10), &entry, NULL);
	return (e == ERR_OK || e == ERR_GONE);
}

/* For whoever watches that the server lives: it answers, and its databases
 * can be read. */
static enum err
page_healthz(struct exchange *x)
{
	int64_t sites = 0;
	enum err e;

	e = db_value(cms_hub(x->lane->cms), &sites, &x->fault,
	    "SELECT count(*) FROM site");
	if (e != ERR_OK)
		return (e);
	x->rp->status = 200;
	exchange_header(x, "content-type", "text/plain; charset=utf-8");
	exchange_header(x, "cache-control", "no-store");
	buf_printf(&x->rp->body, "ok %lld\n", (long long)sites);
	return (ERR_OK);
}

/* Chooses the language of the site's own texts: GET /lang/en?back=/news/ */
static enum err
page_lang(struct exchange *x)
{
	struct arena *a = x->rq->arena;
	const char *lang = pairs_get(&x->rq->params, "lang");
	const char *back = pairs_get(&x->rq->query, "back");

	if (strcmp(lang, "zh") != 0 && strcmp(lang, "en") != 0)
		return (fault_set(&x->fault, ERR_NOT_FOUND, "page.unknown",
		    NULL, NULL));
	if (back == NULL || !url_stays(back))
		back = "/";
	exchange_header(x, "set-cookie", cookie_write(a, LANG_COOKIE, lang,
	    LANG_SECONDS, x->rq->secure));
	return (exchange_redirect(x, 303, back));
}

static void
robots_route(const struct script_route *r, void *arg)
{
	bool *found = arg;

	*found = *found || strcmp(r->pattern, "/sitemap.xml") == 0;
}

/* The map of the site is a plugin's, where one has it. */
static enum err
page_robots(struct exchange *x)
{
	bool mapped = false;

	(void)script_routes(x->lane->script, x->site, robots_route, &mapped,
	    NULL);
	x->rp->status = 200;
	exchange_header(x, "content-type", "text/plain; charset=utf-8");
	buf_text(&x->rp->body, "User-agent: *\nDisallow: /desk/\n"
	    "Disallow: /api/\nDisallow: /search\nDisallow: /lang/\n"
	    "Disallow: " HANT_PREFIX "/search\n");
	if (mapped)
		buf_printf(&x->rp->body, "\nSitemap: %s/sitemap.xml\n",
		    exchange_base(x));
	return (ERR_OK);
}

#define PAGE(n, p, h) { .name = n, .method = METHOD_GET, .pattern = p, \
	.permission = "public", .handle = h }
#define KEPT(n, p, h, names) { .name = n, .method = METHOD_GET, \
	.pattern = p, .permission = "public", .handle = h, .cache = names }
#define ANY(n, p, h, names, there) { .name = n, .method = METHOD_GET, \
	.pattern = p, .permission = "public", .handle = h, .cache = names, \
	.exists = there }

const struct route page_routes[] = {
	PAGE("healthz", "/healthz", page_healthz),
	PAGE("robots", "/robots.txt", page_robots),
	PAGE("lang", "/lang/{lang}", page_lang),
	KEPT("media", "/media/{hash}/{name}", file_media, ""),
	KEPT("picture", "/picture/{hash}/{name}", picture_answer, ""),
	PAGE("asset", "/assets/{path*}", asset_answer),
	KEPT("search", "/search", search_page, SEARCH_NAMES),
	KEPT("search.suggest", "/search/suggest", search_suggestions, "q"),
	KEPT("qr", "/qr", qr_answer, "path"),
	KEPT("page.home", "/", home_answer, ""),
	{ .name = "home.preview", .method = METHOD_POST,
	  .pattern = HOME_PREVIEW, .permission = "session",
	  .handle = home_preview },
	ANY("page.entry", "/{path*}/{id:int}.html", page_entry, "",
	    page_article),
	ANY("page.versions", "/{path*}/{id:int}/versions", versions_answer,
	    "from to version", page_article),
	KEPT("page.tags", "/tags/", tag_list_answer, ""),
	KEPT("page.tag", TAG_PATTERN, tag_answer, "page"),
	{ .name = "entry.preview", .method = METHOD_GET,
	  .pattern = PREVIEW_PATTERN, .permission = "session",
	  .handle = preview_answer },
	ANY("page.column", "/{path*}/", page_column, "page", page_place),
	ANY("page.slash", "/{path*}", page_slash, NULL, page_place),
	{ .name = NULL },
};
