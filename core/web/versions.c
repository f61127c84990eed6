/*
 * Published versions of an entry, for visitors: the list, the difference of
 * two of them, or one in full.  cms/version.h decides what is open.
 */
#include "web/versions.h"

#include <stdlib.h>
#include <string.h>

#include "cms/live.h"
#include "cms/version.h"
#include "web/meta.h"

/* A number of a version in the query; 0: none is given, -1: none of ours. */
static int64_t
number_of(struct exchange *x, const char *name)
{
	const char *text = pairs_get(&x->rq->query, name);
	size_t n = text != NULL ? strlen(text) : 0;

	if (text == NULL)
		return (0);
	if (n == 0 || n > 6 || strspn(text, "0123456789") != n || *text == '0')
		return (-1);
	return (strtoll(text, NULL, 10));
}

/* Without a choice, what changed last. */
static enum err
put_difference(struct exchange *x, int64_t id, const struct json *list,
    struct json *view)
{
	int64_t from = number_of(x, "from"), to = number_of(x, "to");
	int64_t newest = (int64_t)json_get(list, "versions")->length;
	struct json *diff;
	enum err e;

	if (to == 0)
		to = newest;
	if (from == 0)
		from = to > 1 ? to - 1 : to;
	json_put_int(x->rq->arena, view, "from", from);
	json_put_int(x->rq->arena, view, "to", to);
	if (from == to && newest == 1)
		return (ERR_OK);
	e = version_diff(x->site, x->rq->arena, id, from, to, &diff,
	    &x->fault);
	if (e == ERR_OK)
		json_put(view, "diff", diff);
	return (e);
}

static enum err
put_version(struct exchange *x, int64_t id, int64_t number,
    const struct json *list, struct json *view)
{
	struct json *version;
	enum err e;

	if (number == 0)
		return (put_difference(x, id, list, view));
	e = version_read(x->site, x->rq->arena, id, number, &version,
	    &x->fault);
	if (e == ERR_OK)
		json_put(view, "version", version);
	return (e);
}

static struct json *
meta_of(struct exchange *x, const struct json *list)
{
	struct arena *a = x->rq->arena;
	struct json *meta = meta_error(x);

	json_put_text(a, meta, "title", json_get_text(list, "title", ""));
	json_put_text(a, meta, "kind", "versions");
	/* What was corrected isn't what searches are to find. */
	exchange_header(x, "x-robots-tag", "noindex");
	return (meta);
}

enum err
versions_answer(struct exchange *x)
{
	struct arena *a = x->rq->arena;
	int64_t id = strtoll(pairs_get(&x->rq->params, "id"), NULL, 10);
	struct json *list = NULL, *view = json_object(a), *crumbs, *here;
	const char *url, *want;
	enum err e;

	e = version_list(x->site, a, id, &list, &x->fault);
	if (e == ERR_GONE)	/* the entry's own page says why */
		return (fault_set(&x->fault, ERR_GONE, "live.gone", NULL,
		    NULL));
	if (e != ERR_OK)
		return (e);
	url = json_get_text(list, "url", "/");
	want = arena_printf(a, "%.*s/versions", (int)(strlen(url) -
	    strlen(".html")), url);
	if (strcmp(want, x->rq->path) != 0)
		return (exchange_redirect(x, 301, want));
	if ((e = put_version(x, id, number_of(x, "version"), list, view)) !=
	    ERR_OK ||
	    (e = live_breadcrumb(x->site, a, json_get_text(list, "column",
	    ""), &crumbs, &x->fault)) != ERR_OK)
		return (e);
	here = json_add(crumbs, json_object(a));
	json_put_text(a, here, "title", json_get_text(list, "title", ""));
	json_put_text(a, here, "url", url);
	json_put(view, "meta", meta_of(x, list));
	json_put(view, "breadcrumb", crumbs);
	json_put(view, "entry", list);
	json_put_text(a, view, "url", want);
	return (exchange_render(x, 200, "versions", view));
}
