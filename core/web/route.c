/* The router: see route.h. */
#include "web/route.h"

#include <string.h>

#include "script/script.h"

static const struct route *const tables[] = { api_routes, page_routes };
#define TABLES (sizeof(tables) / sizeof(tables[0]))

/* A walk over all routes in the order in which they are tried: the API, then
 * plugins, then the portal's pages, whose patterns match almost anything. */
struct walk {
	struct lane	*lane;
	struct site	*site;
	void		(*each)(const struct route *, void *);
	void		*arg;
};

static void
walk_script(const struct script_route *sr, void *arg)
{
	struct walk *w = arg;
	struct route r = { .name = sr->name, .pattern = sr->pattern,
		.permission = sr->permission, .script = sr,
		.password = json_get_bool(sr->options, "password", false),
		.form = sr->form, .editor = sr->editor, .open = sr->open,
		.cache = sr->cache };

	if (method_find(sr->method, strlen(sr->method), &r.method))
		w->each(&r, w->arg);
}

enum err
route_walk(struct lane *lane, struct site *site,
    void (*each)(const struct route *r, void *arg), void *arg, struct fault *f)
{
	struct walk w = { lane, site, each, arg };
	const struct route *r;
	enum err e = ERR_OK;
	size_t i;

	for (i = 0; i < TABLES && e == ERR_OK; i++) {
		if (tables[i] == page_routes)
			e = script_routes(lane->script, site, walk_script, &w,
			    f);
		for (r = tables[i]; r->name != NULL; r++)
			each(r, arg);
	}
	return (e);
}

struct search {
	struct exchange	*x;
	struct route	*found;
	struct pairs	params;
	enum method	method;
	unsigned	others;		/* methods that the path would take */
};

static void
route_try(const struct route *r, void *arg)
{
	struct search *s = arg;
	struct request *rq = s->x->rq;
	struct pairs params = { 0 };

	if (s->found != NULL ||
	    !route_match(rq->arena, r->pattern, rq->path, &params))
		return;
	if (r->method != s->method) {
		if (r->exists == NULL || r->exists(s->x, &params))
			s->others |= 1u << r->method;
		return;
	}
	s->found = arena_get(rq->arena, sizeof(*s->found));
	*s->found = *r;
	s->params = params;
}

/* Allow: what the path does take (RFC 9110, 10.2.1). */
static void
route_allow(struct exchange *x, unsigned methods)
{
	struct buf b = { 0 };
	enum method m;

	for (m = METHOD_GET; m < METHOD_COUNT; m++) {
		if (!(methods & 1u << m))
			continue;
		buf_printf(&b, "%s%s%s", b.length > 0 ? ", " : "",
		    method_name(m), m == METHOD_GET ? ", HEAD" : "");
	}
	exchange_header(x, "allow", buf_string(&b));
	buf_cleanup(&b);
}

enum err
route_find(struct exchange *x)
{
	struct search s = { .x = x };
	const struct route *r;
	enum err e;

	s.method = x->rq->method == METHOD_HEAD ? METHOD_GET : x->rq->method;
	if (x->site != NULL) {
		e = route_walk(x->lane, x->site, route_try, &s, &x->fault);
		if (e != ERR_OK)
			return (e);
	} else
		for (r = page_routes; r->name != NULL; r++)
			route_try(r, &s);
	if (s.found != NULL) {
		x->route = s.found;
		x->rq->params = s.params;
		return (ERR_OK);
	}
	if (s.others == 0)
		return (fault_set(&x->fault, ERR_NOT_FOUND, "page.unknown",
		    NULL, NULL));
	route_allow(x, s.others);
	return (fault_set(&x->fault, ERR_METHOD, "method.unknown", NULL, "%s",
	    method_name(x->rq->method)));
}
