/* Plugins' routes: see script.h. */
#include "web/script.h"

#include <string.h>

#include "base/url.h"
#include "script/script.h"
#include "web/auth.h"
#include "web/route.h"
#include "web/send.h"

static struct json *
pairs_json(struct arena *a, const struct pairs *p)
{
	struct json *o = json_object(a);
	size_t i;

	for (i = 0; i < p->count; i++)
		if (json_get(o, p->item[i].name) == NULL)
			json_put_text(a, o, p->item[i].name, p->item[i].value);
	return (o);
}

/* Names that came more than once, with all their values: beside the first
 * ones, so that nobody meets a list where a text is expected. */
static struct json *
lists_json(struct arena *a, const struct pairs *p)
{
	struct json *o = json_object(a), *list;
	size_t i, k;

	for (i = 0; i < p->count; i++) {
		if (json_get(o, p->item[i].name) != NULL)
			continue;
		list = json_array(a);
		for (k = i; k < p->count; k++)
			if (strcmp(p->item[k].name, p->item[i].name) == 0)
				json_add(list, json_string(a, p->item[k].value));
		if (list->length > 1)
			json_put(o, p->item[i].name, list);
	}
	return (o);
}

static struct json *
uploads_json(struct exchange *x)
{
	struct arena *a = x->rq->arena;
	struct json *list = json_array(a), *o;
	size_t i;

	for (i = 0; i < x->rq->upload_count; i++) {
		o = json_object(a);
		json_put_text(a, o, "field", x->rq->uploads[i].field);
		json_put_text(a, o, "name", x->rq->uploads[i].name);
		json_put_text(a, o, "type", x->rq->uploads[i].type);
		json_put_int(a, o, "length", (int64_t)x->rq->uploads[i].length);
		json_put_int(a, o, "upload", (int64_t)i);
		json_add(list, o);
	}
	return (list);
}

/* The request as a plugin sees it: the page's facts, and what was sent. */
static struct json *
request_json(struct exchange *x)
{
	struct arena *a = x->rq->arena;
	struct json *o = exchange_page(x);

	json_put_text(a, o, "method", method_name(x->rq->method));
	json_put(o, "params", pairs_json(a, &x->rq->params));
	json_put(o, "form_fields", pairs_json(a, &x->rq->form));
	json_put(o, "form_lists", lists_json(a, &x->rq->form));
	json_put(o, "uploads", uploads_json(x));
	json_put_bool(a, o, "partial",
	    pairs_get(&x->rq->headers, "hx-request") != NULL);
	return (o);
}

/* A redirect of a plugin stays on this site. */
static enum err
answer_redirect(struct exchange *x, const struct json *r)
{
	const char *url = json_get_text(r, "url", "");

	if (!url_stays(url))
		return (fault_set(&x->fault, ERR_INTERNAL, "plugin.redirect",
		    NULL, "%s: %.80s", x->route->name, url));
	return (exchange_redirect(x, (int)json_get_int(r, "status", 303), url));
}

void
script_refuse(struct exchange *x)
{
	script_refused(x->lane->script, &x->call, x->route->script,
	    pairs_json(x->rq->arena, &x->rq->params), &x->fault);
}

enum err
script_answer(struct exchange *x)
{
	struct json *reply = NULL;
	const struct json *r;
	enum err e;

	e = script_handle(x->lane->script, &x->call, x->route->script,
	    request_json(x), &reply, &x->fault);
	if (e != ERR_OK) {
		x->problem = json_get(reply, "out");
		return (e);
	}
	if ((r = json_get(reply, "redirect")) != NULL)
		return (answer_redirect(x, r));
	if ((r = json_get(reply, "json")) != NULL)
		return (exchange_json(x, (int)json_get_int(r, "status", 200),
		    json_get(r, "value") != NULL ? json_get(r, "value") :
		    json_null(x->rq->arena)));
	if ((r = json_get(reply, "send")) != NULL)
		return (send_answer(x, r));
	if ((r = json_get(reply, "render")) == NULL)
		return (fault_set(&x->fault, ERR_INTERNAL, "plugin.answer",
		    NULL, "%s", x->route->name));
	e = exchange_render(x, (int)json_get_int(r, "status", 200),
	    json_get_text(r, "template", ""), json_get(r, "view"));
	script_rendered(x->lane->script, &x->call, x->route->script, e,
	    &x->fault);
	return (e);
}

struct link_search {
	const char		*name;
	const struct json	*params;
	struct buf		*out;
	bool			found;
};

static void
link_try(const struct route *r, void *arg)
{
	struct link_search *s = arg;

	if (!s->found && strcmp(r->name, s->name) == 0)
		s->found = url_fill(s->out, r->pattern, s->params);
}

static bool
hook_link(void *arg, struct site *site, const char *name,
    const struct json *params, struct buf *out)
{
	struct link_search s = { .name = name, .params = params, .out = out };

	(void)arg;
	(void)site;
	for (const struct route *r = api_routes; r->name != NULL; r++)
		link_try(r, &s);
	for (const struct route *r = page_routes; r->name != NULL; r++)
		link_try(r, &s);
	return (s.found);
}

static enum err
hook_sign_in(void *arg, struct call *c, const struct json *in,
    struct json **out)
{
	struct lane *lane = arg;
	enum err e;

	(void)out;
	if (lane->exchange == NULL)
		return (fault_set(c->fault, ERR_INTERNAL, "session.nowhere",
		    NULL, NULL));
	e = auth_sign_in(lane->exchange, json_get_text(in, "name", ""),
	    json_get_text(in, "password", ""));
	if (e != ERR_OK)
		*c->fault = lane->exchange->fault;
	return (e);
}

static enum err
hook_sign_out(void *arg, struct call *c)
{
	struct lane *lane = arg;
	enum err e;

	if (lane->exchange == NULL)
		return (fault_set(c->fault, ERR_INTERNAL, "session.nowhere",
		    NULL, NULL));
	e = auth_sign_out(lane->exchange);
	if (e != ERR_OK)
		*c->fault = lane->exchange->fault;
	return (e);
}

void
script_connect(struct lane *lane)
{
	const struct script_hooks hooks = { .link = hook_link,
		.sign_in = hook_sign_in, .sign_out = hook_sign_out,
		.arg = lane };

	script_set_hooks(lane->script, &hooks);
}
