/* What handlers put their replies together with: see exchange.h. */
#include "web/exchange.h"

#include <string.h>

#include "cms/setting.h"
#include "script/script.h"
#include "web/auth.h"
#include "web/event.h"
#include "web/meta.h"
#include "web/kept.h"
#include "web/route.h"

#define POLICY "default-src 'self'; object-src 'none'; base-uri 'none'; " \
	"form-action 'self'; frame-ancestors 'none'"
/* Pages with the rich editor, which places its own boxes by style="". */
#define POLICY_EDITOR POLICY "; style-src-attr 'unsafe-inline'; " \
	"img-src 'self' blob:"

void
exchange_header(struct exchange *x, const char *name, const char *value)
{
	reply_header(x->rp, x->rq->arena, name, value);
}

enum err
exchange_redirect(struct exchange *x, int status, const char *url)
{
	x->rp->status = status;
	exchange_header(x, "location", url);
	exchange_header(x, "cache-control", "no-store");
	return (ERR_OK);
}

enum err
exchange_json(struct exchange *x, int status, const struct json *v)
{
	x->rp->status = status;
	exchange_header(x, "content-type", "application/json; charset=utf-8");
	if (x->actor != NULL || method_unsafe(x->rq->method))
		exchange_header(x, "cache-control", "no-store");
	json_write(&x->rp->body, v);
	buf_char(&x->rp->body, '\n');
	return (ERR_OK);
}

static struct json *
page_user(struct exchange *x)
{
	struct arena *a = x->rq->arena;
	struct json *user = json_object(a);

	json_put_int(a, user, "id", x->actor->user);
	json_put_text(a, user, "name", x->actor->name);
	json_put_text(a, user, "display", x->actor->display);
	json_put_bool(a, user, "must_change", x->actor->must_change);
	return (user);
}

/* What the site's own words are written in, where the page's texts are in
 * another language; else NULL. */
static const char *
page_foreign(struct exchange *x)
{
	struct json *v = NULL;
	struct fault unread;

	if (x->chosen == NULL || x->site == NULL ||
	    setting_read(x->site, x->rq->arena, "lang", &v, &unread) !=
	    ERR_OK || v == NULL || v->type != JSON_STRING ||
	    strcmp(v->text, x->lang) == 0)
		return (NULL);
	return (strcmp(v->text, "en") == 0 ? "en" :
	    x->hant ? "zh-Hant" : "zh-CN");
}

const char *
exchange_host(struct exchange *x)
{
	const char *host = x->site == NULL ? NULL :
	    cms_site_host(x->lane->cms, x->site->name);

	return (host != NULL ? host : x->rq->host);
}

const char *
exchange_base(struct exchange *x)
{
	struct request named = *x->rq;

	named.host = exchange_host(x);
	return (request_base(x->rq->arena, &named));
}

struct json *
exchange_page(struct exchange *x)
{
	struct arena *a = x->rq->arena;
	struct json *page = json_object(a), *query = json_object(a);
	size_t i;

	for (i = 0; i < x->rq->query.count; i++)
		json_put_text(a, query, x->rq->query.item[i].name,
		    x->rq->query.item[i].value);
	json_put_text(a, page, "path", x->rq->path);
	json_put_text(a, page, "host", x->rq->host);
	json_put_text(a, page, "url", arena_printf(a, "%s%s",
	    request_base(a, x->rq), x->rq->path));
	json_put_text(a, page, "base", exchange_base(x));
	json_put_text(a, page, "lang", x->lang);
	if (page_foreign(x) != NULL)
		json_put_text(a, page, "foreign", page_foreign(x));
	json_put_bool(a, page, "hant", x->hant);
	json_put(page, "query", query);
	if (x->preview != NULL)
		json_put(page, "preview", json_copy(a, x->preview));
	if (x->actor != NULL)
		json_put(page, "user", page_user(x));
	if (x->actor != NULL || (x->route != NULL && x->route->form))
		json_put_text(a, page, "csrf", auth_csrf_token(x));
	return (page);
}

enum err
exchange_render(struct exchange *x, int status, const char *template,
    const struct json *view)
{
	const struct json *page = event_head(x, meta_complete(x, status,
	    view));
	enum err e;

	script_set_call(x->lane->script, &x->call);
	e = script_render(x->lane->script, x->site, template, page,
	    exchange_page(x), &x->rp->body, &x->fault);
	script_set_call(x->lane->script, NULL);
	if (e != ERR_OK)
		return (e);
	x->rp->status = status;
	exchange_header(x, "content-type", "text/html; charset=utf-8");
	/* What a form shows (a code, where a letter stands) is for its sender. */
	if (x->actor != NULL || method_unsafe(x->rq->method))
		exchange_header(x, "cache-control", "no-store");
	return (ERR_OK);
}

static bool
exchange_has(const struct exchange *x, const char *header)
{
	return (pairs_get(&x->rp->headers, header) != NULL);
}

void
exchange_security(struct exchange *x)
{
	if (!exchange_has(x, "content-security-policy"))
		exchange_header(x, "content-security-policy",
		    x->route != NULL && x->route->editor ? POLICY_EDITOR :
		    POLICY);
	exchange_header(x, "x-content-type-options", "nosniff");
	exchange_header(x, "referrer-policy", "same-origin");
	exchange_header(x, "cross-origin-resource-policy", "same-origin");
	if (x->rq->secure) {
		exchange_header(x, "strict-transport-security",
		    "max-age=31536000");
		/* Browsers complain of it where there is no TLS. */
		exchange_header(x, "cross-origin-opener-policy",
		    "same-origin");
	}
	kept_headers(x);
	if (!exchange_has(x, "cache-control"))
		exchange_header(x, "cache-control", "no-cache");
}
