/* What the page cache keeps: see kept.h. */
#include "web/kept.h"

#include <string.h>

#include "base/time.h"
#include "script/script.h"
#include "web/auth.h"
#include "web/cache.h"
#include "web/compress.h"
#include "web/file.h"
#include "web/opened.h"
#include "web/route.h"

/* A cache in front may keep a page for as long as we may ourselves, so what it
 * shows is never older than a minute; browsers ask each time (304). */
#define CONTROL "public, max-age=0, s-maxage=30, must-revalidate"
/* The language that a visitor chose comes by cookie.  Vary says so; but some
 * caches heed no Vary but Accept-Encoding, and must not show one visitor's
 * choice to all: so a page in a chosen language is for that visitor alone. */
#define CONTROL_CHOSEN "private, no-cache"
#define VARY "accept-encoding, cookie"

static bool
kept_is_staff(const struct exchange *x)
{
	return (x->lane->staff ||
	    pairs_get(&x->rq->cookies, AUTH_COOKIE) != NULL ||
	    pairs_get(&x->rq->headers, "authorization") != NULL);
}

/* Does the route declare the query name? */
static bool
kept_declares(const struct route *r, const char *name)
{
	size_t length = strlen(name);
	const char *p;

	for (p = r->cache; length > 0 && (p = strstr(p, name)) != NULL; p++)
		if ((p == r->cache || p[-1] == ' ') &&
		    (p[length] == ' ' || p[length] == '\0'))
			return (strchr(name, ' ') == NULL);
	return (false);
}

/* The first of its name, and declared. */
static bool
kept_counts(const struct route *r, const struct pairs *query, size_t i)
{
	const char *name = query->item[i].name;

	return (kept_declares(r, name) &&
	    pairs_get(query, name) == query->item[i].value);
}

/* Scheme, language, host, port and path, in one piece. */
static char *
kept_place(const struct exchange *x, const char *plugin)
{
	const struct request *rq = x->rq;
	const char *lang = x->hant ? "t" : x->chosen != NULL ? x->chosen : "-";
	char *key = arena_get(rq->arena, strlen(lang) + strlen(plugin) +
	    strlen(rq->host) + strlen(rq->path) + 16), *p = key;
	unsigned port;

	*p++ = rq->secure ? 's' : 'p';
	p = stpcpy(p, lang);
	p = stpcpy(p, plugin);
	*p++ = ' ';
	p = stpcpy(p, rq->host);
	*p++ = ':';
	for (port = rq->port; port > 0; port /= 10)
		*p++ = (char)('0' + port % 10);	/* backwards: a name, no number */
	*p++ = ' ';
	stpcpy(p, rq->path);
	return (key);
}

/* The reply's name; NULL where the request has what the API will refuse. */
static const char *
kept_key(const struct exchange *x, const struct route *r)
{
	const struct pairs *query = &x->rq->query;
	struct arena *a = x->rq->arena;
	const char *p, *value, *key;
	size_t i, n;

	/* A plugin's route stands before those of the pages and may declare
	 * other names: its replies are found by kept_again() alone. */
	key = kept_place(x, r->script == NULL ? "" :
	    arena_printf(a, "!%s", r->name));
	if (query->count == 0)
		return (key);
	for (i = 0; r->act != NULL && i < query->count; i++)
		if (!kept_counts(r, query, i))
			return (NULL);
	for (p = r->cache; *p != '\0'; p += n, p += strspn(p, " ")) {
		n = strcspn(p, " ");
		value = pairs_get(query, arena_copy(a, p, n));
		if (value != NULL)
			key = arena_printf(a, "%s\n%.*s %zu %s", key, (int)n,
			    p, strlen(value), value);
	}
	return (key);
}

/* The route that would be kept for this path, were no plugin's in front of
 * it: then nothing is found under its name.  Without a query the name is that
 * of the path alone. */
static const struct route *
kept_route(const struct exchange *x)
{
	static const struct route any = { .cache = "" };
	const struct route *const tables[] = { page_routes, api_routes };
	struct pairs params = { 0 };
	const struct route *r;
	size_t i;

	if (x->rq->query.count == 0)
		return (&any);
	for (i = 0; i < 2; i++)
		for (r = tables[i]; r->name != NULL; r++)
			if (r->cache != NULL && route_match(x->rq->arena,
			    r->pattern, x->rq->path, &params))
				return (r);
	return (NULL);
}

static bool
kept_may(const struct exchange *x)
{
	return (x->lane->cache != NULL && !kept_is_staff(x) &&
	    (x->rq->method == METHOD_GET || x->rq->method == METHOD_HEAD));
}

static bool
kept_under(struct exchange *x, const struct route *r)
{
	const char *key = kept_key(x, r);
	struct cached *k;

	if (key == NULL)
		return (false);
	k = cache_find(x->lane->cache, key, x->generation);
	if (k != NULL) {
		cache_answer(x->lane->cache, k, x->rq, x->rp);
		return (true);
	}
	if (!opened_answer(x->lane->opened, key, x->generation, x->rq->arena,
	    x->rp))
		return (false);
	file_finish(x);
	return (true);
}

bool
kept_find(struct exchange *x)
{
	const struct route *r;

	return (kept_may(x) && (r = kept_route(x)) != NULL &&
	    kept_under(x, r));
}

bool
kept_again(struct exchange *x)
{
	return (x->route->script != NULL && x->route->cache != NULL &&
	    kept_may(x) && kept_under(x, x->route));
}

void
kept_narrow(struct exchange *x)
{
	struct pairs all = x->rq->query;
	size_t i;

	if (x->route->cache == NULL || x->route->act != NULL)
		return;
	x->rq->query = (struct pairs){ 0 };
	for (i = 0; i < all.count; i++)
		if (kept_counts(x->route, &all, i))
			pairs_add(x->rq->arena, &x->rq->query,
			    all.item[i].name, all.item[i].value);
}

static bool
kept_says(const struct exchange *x, const char *header)
{
	return (pairs_get(&x->rp->headers, header) != NULL);
}

void
kept_headers(struct exchange *x)
{
	if (x->route == NULL || x->route->cache == NULL ||
	    x->rp->status != 200 || x->actor != NULL ||
	    kept_says(x, "cache-control") || kept_says(x, "set-cookie"))
		return;
	exchange_header(x, "cache-control", x->chosen != NULL ||
	    kept_is_staff(x) || !script_whole(x->lane->script) ? CONTROL_CHOSEN : CONTROL);
	exchange_header(x, "vary", VARY);
}

void
kept_store(struct exchange *x)
{
	int64_t until;
	const char *key;
	struct cached *k;

	if (x->lane->cache == NULL || kept_is_staff(x) ||
	    x->route == NULL || x->route->cache == NULL ||
	    x->rp->status != 200 || kept_says(x, "set-cookie") || !script_whole(x->lane->script) ||
	    (key = kept_key(x, x->route)) == NULL)
		return;
	until = time_now() + KEPT_SECONDS;
	if (x->rp->fd != -1) {
		opened_keep(x->lane->opened, key, x->generation, until, x->rp);
		return;
	}
	k = cache_keep(x->lane->cache, key, x->generation, until, -1, x->rp);
	if (k != NULL)
		cache_answer(x->lane->cache, k, x->rq, x->rp);
}

/* Does the reply hold a CSRF token?  Compressed beside something that the
 * query chose, its length would tell of it under TLS (BREACH). */
static bool
kept_secret(const struct exchange *x)
{
	return ((x->actor != NULL && !x->bearer) ||
	    (x->route != NULL && x->route->form));
}

void
kept_compress(struct exchange *x)
{
	struct reply *rp = x->rp;
	struct buf packed = { 0 };
	enum coding coding;

	if (rp->fd != -1 || rp->body.length < COMPRESS_MIN ||
	    kept_secret(x) || kept_says(x, "content-encoding") ||
	    !compress_type(pairs_get(&rp->headers, "content-type")))
		return;
	if (!kept_says(x, "vary"))
		exchange_header(x, "vary", "accept-encoding");
	coding = coding_choose(pairs_get(&x->rq->headers, "accept-encoding"));
	if (coding == CODING_PLAIN || !compress_write(coding, EFFORT_ONCE,
	    rp->body.data, rp->body.length, &packed))
		return;
	buf_cleanup(&rp->body);
	rp->body = packed;
	exchange_header(x, "content-encoding", coding_name(coding));
}
