/*
 * The pipeline from a request to its reply, the same in both lanes:
 * site by host, route, session, CSRF, handler; faults become a page of the
 * theme or, under /api/, problem+json.
 */
#include <string.h>

#include "base/log.h"
#include "base/url.h"
#include "cms/setting.h"
#include "script/script.h"
#include "web/auth.h"
#include "web/file.h"
#include "web/hant.h"
#include "web/header.h"
#include "web/kept.h"
#include "web/meta.h"
#include "web/script.h"
#include "web/problem.h"
#include "web/route.h"

#define RETRY 5		/* seconds, for whoever comes while all is busy */

/* The reply so far is worth nothing: a fault came after it was begun.  What
 * was said about methods and cookies stays. */
static void
answer_restart(struct exchange *x)
{
	struct pairs old = x->rp->headers;
	size_t i;

	buf_reset(&x->rp->body);
	x->rp->headers = (struct pairs){ 0 };
	for (i = 0; i < old.count; i++)
		if (strcmp(old.item[i].name, "allow") == 0 ||
		    strcmp(old.item[i].name, "set-cookie") == 0)
			pairs_add(x->rq->arena, &x->rp->headers,
			    old.item[i].name, old.item[i].value);
}

static const struct lang *
answer_lang(struct exchange *x)
{
	const struct lang *l = NULL;

	/* A type's field goes by its label, and a fault by its name, which may
	 * be a plugin's. */
	if (x->site != NULL && (x->fault.label[0] != '\0' ||
	    !lang_knows(lane_lang(x->lane, x->lang), &x->fault)))
		l = script_texts(x->lane->script, x->site, x->lang);
	return (l != NULL ? l : lane_lang(x->lane, x->lang));
}

static void
answer_problem(struct exchange *x)
{
	x->rp->status = fault_status(x->fault.err);
	exchange_header(x, "content-type",
	    "application/problem+json; charset=utf-8");
	exchange_header(x, "cache-control", "no-store");
	problem_write(&x->rp->body, &x->fault, answer_lang(x), x->problem);
}

/* No site, or the theme itself fails: a plain sentence. */
static void
answer_plain(struct exchange *x)
{
	x->rp->status = fault_status(x->fault.err);
	exchange_header(x, "content-type", "text/plain; charset=utf-8");
	lang_fault(answer_lang(x), &x->fault, &x->rp->body);
	buf_char(&x->rp->body, '\n');
}

static void
answer_page(struct exchange *x)
{
	struct arena *a = x->rq->arena;
	struct json *view = json_object(a);
	struct fault first = x->fault;
	struct buf text = { 0 };

	lang_fault(answer_lang(x), &first, &text);
	json_put_int(a, view, "status", fault_status(first.err));
	json_put_text(a, view, "message", buf_string(&text));
	json_put_text(a, view, "path", x->rq->path);
	json_put_text(a, view, "code", first.name != NULL ? first.name : "");
	if (x->site != NULL)
		json_put(view, "meta", meta_error(x));
	buf_cleanup(&text);
	if (x->site == NULL || exchange_render(x, fault_status(first.err),
	    "error", view) != ERR_OK) {
		if (x->site != NULL)
			log_line(LEVEL_ERROR, "%s: error page: %s %s", x->rq->path,
			    x->fault.name, x->fault.detail);
		answer_restart(x);
		x->fault = first;
		answer_plain(x);
	}
}

/* Staff who aren't signed in (any more) are shown the way. */
static enum err
answer_sign_in(struct exchange *x)
{
	struct buf url = { 0 };
	enum err e;

	buf_text(&url, "/desk/sign-in?back=");
	url_component(&url, x->rq->target);
	e = exchange_redirect(x, 303, arena_text(x->rq->arena,
	    buf_string(&url)));
	buf_cleanup(&url);
	return (e);
}

/* Where in which file is for the log and, in development, for whoever writes
 * it; nobody else is told, signed in or not. */
static void
answer_hide(struct exchange *x)
{
	const char *name = x->fault.name != NULL ? x->fault.name : "";

	/* A template that doesn't compile is no fault of the request's. */
	if (strcmp(name, "script.template") == 0)
		x->fault.err = ERR_INTERNAL;
	if (x->fault.err != ERR_INTERNAL)
		return;
	log_line(LEVEL_ERROR, "%s %s: %s %s", method_name(x->rq->method),
	    x->rq->path, name[0] != '\0' ? name : "?", x->fault.detail);
	if (!script_develops(x->lane->script))
		fault_fill(&x->fault, ERR_INTERNAL, NULL, NULL, NULL);
}

static void
answer_fault(struct exchange *x)
{
	answer_hide(x);
	answer_restart(x);
	if (request_is_api(x->rq)) {
		if (x->fault.err == ERR_AUTH)
			exchange_header(x, "www-authenticate", "Bearer");
		answer_problem(x);
	} else if (x->fault.err == ERR_AUTH &&
	    !method_unsafe(x->rq->method))
		answer_sign_in(x);
	else if (!method_unsafe(x->rq->method) && x->fault.name != NULL &&
	    strcmp(x->fault.name, "password.must_change") == 0)
		exchange_redirect(x, 303, "/desk/password");
	else
		answer_page(x);
}

/* What the visitor chose by /lang/en, or NULL. */
static const char *
answer_chosen(const struct exchange *x)
{
	const char *chosen = pairs_get(&x->rq->cookies, LANG_COOKIE);

	return (chosen != NULL && (strcmp(chosen, "en") == 0 ||
	    strcmp(chosen, "zh") == 0) ? chosen : NULL);
}

/* The language of the page's own texts: what was chosen (/lang/en), else the
 * site's.  A visitor whose browser prefers English still came to read a portal
 * in Chinese.  Programs say what they like by Accept-Language. */
static void
answer_choose(struct exchange *x)
{
	struct json *v = NULL;
	struct fault unread;

	if (x->hant)
		return;
	if (x->chosen != NULL)
		x->lang = x->chosen;
	else if (!request_is_api(x->rq) && setting_read(x->site, x->rq->arena,
	    "lang", &v, &unread) == ERR_OK && v != NULL &&
	    v->type == JSON_STRING)
		x->lang = v->text;
}

/* Site and view; the reply too, where it is kept. */
static enum err
answer_site(struct exchange *x, bool *kept)
{
	enum err e;

	e = cms_site_by_host(x->lane->cms, x->rq->host, &x->site, &x->fault);
	if (e != ERR_OK && strcmp(x->rq->path, "/healthz") != 0)
		return (e);
	if ((x->call.site = x->site) == NULL)
		return (ERR_OK);
	if ((e = hant_enter(x)) != ERR_OK)
		return (e);
	x->generation = site_generation(x->site);
	x->chosen = x->hant ? NULL : answer_chosen(x);
	*kept = x->rq->fault.err == ERR_OK && kept_find(x);
	return (ERR_OK);
}

static enum err
answer_run(struct exchange *x)
{
	enum err e;

	if (x->site != NULL) {
		if (!x->lane->staff)
			db_hold(x->site->db);
		answer_choose(x);
	}
	if (x->rq->fault.err != ERR_OK) {
		x->fault = x->rq->fault;
		return (x->fault.err);
	}
	if ((e = route_find(x)) != ERR_OK)
		return (e);
	if (kept_again(x))
		return (ERR_OK);
	if ((e = auth_find(x)) != ERR_OK)
		return (e);
	if ((e = auth_route(x)) != ERR_OK || (e = auth_csrf(x)) != ERR_OK) {
		if (x->route->script != NULL)
			script_refuse(x);
		return (e);
	}
	kept_narrow(x);
	if (x->route->script != NULL)
		return (script_answer(x));
	return (x->route->handle(x));
}

/* When to come again: the sign-in page says so itself, too. */
static void
answer_retry(struct exchange *x)
{
	if (x->rp->status == fault_status(ERR_BUSY) ||
	    x->rp->status == fault_status(ERR_RATE))
		exchange_header(x, "retry-after", arena_printf(x->rq->arena,
		    "%lld", (long long)(x->wait > 0 ? x->wait : RETRY)));
}

static void
answer_finish(struct exchange *x)
{
	if (x->rp->prepared != NULL)
		return;
	answer_retry(x);
	hant_finish(x);
	exchange_security(x);
	kept_store(x);
	file_finish(x);
	if (x->rp->prepared == NULL)
		kept_compress(x);
}

/* A reply that isn't kept. */
static void
answer_make(struct exchange *x, enum err e)
{
	if (x->lang == NULL)
		x->lang = header_lang(pairs_get(&x->rq->headers,
		    "accept-language"));
	if (e == ERR_OK)
		e = answer_run(x);
	x->rp->heavy = e != ERR_OK && !x->lane->staff &&
	    script_heavy(x->lane->script);
	if (e != ERR_OK && !x->rp->heavy)
		answer_fault(x);
	if (!x->rp->heavy)
		answer_finish(x);
	if (x->site != NULL && !x->lane->staff)
		db_rollback(x->site->db);
}

enum err
web_answer(struct lane *lane, struct request *rq, struct reply *rp)
{
	struct exchange x = { .lane = lane, .rq = rq, .rp = rp };
	bool kept = false;
	enum err e;

	x.call = (struct call){ .cms = lane->cms, .arena = rq->arena,
		.fault = &x.fault, .uploads = rq->uploads,
		.upload_count = rq->upload_count, .host = rq->host };
	lane->exchange = &x;
	script_begin(lane->script);
	e = answer_site(&x, &kept);
	if (!kept)
		answer_make(&x, e);
	lane->exchange = NULL;
	return (ERR_OK);
}
