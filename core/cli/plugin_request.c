/* Requests of a test, through the whole pipeline of the web. */
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "cli/plugin_site.h"
#include "web/auth.h"
#include "web/exchange.h"
#include "web/path.h"
#include "web/query.h"

#define FORM_SECRET "the-form-of-a-test"

/* The token that the page of a form has for this cookie. */
static const char *
form_token(struct arena *a)
{
	static const char text[] = "csrf:" FORM_SECRET;
	unsigned char hash[HASH_BYTES];
	char *token = arena_get(a, BASE64URL_SIZE(HASH_BYTES));

	hash_sha256(text, strlen(text), hash);
	base64url_encode(hash, sizeof(hash), token);
	return (token);
}

static void
form_add(struct request *rq, const struct json *form)
{
	json_each(v, form) {
		if (v->type == JSON_STRING)
			pairs_add(rq->arena, &rq->form, v->name, v->text);
		if (v->type == JSON_INT)
			pairs_add(rq->arena, &rq->form, v->name, arena_printf(
			    rq->arena, "%lld", (long long)v->integer));
		if (v->type != JSON_ARRAY)
			continue;
		json_each(item, v)
			if (item->type == JSON_STRING)
				pairs_add(rq->arena, &rq->form, v->name,
				    item->text);
	}
}

/* Method, target and what goes along. */
static enum err
request_fill(struct request *rq, const struct json *in, const char *token,
    struct fault *f)
{
	struct arena *a = rq->arena;
	const char *method = json_get_text(in, "method", "GET"), *query;
	struct buf body = { 0 };
	enum err e;

	if (!method_find(method, strlen(method), &rq->method))
		return (fault_set(f, ERR_METHOD, "method.unknown", NULL, "%s",
		    method));
	rq->target = json_get_text(in, "path", "/");
	rq->host = "play.localhost";
	rq->address = "127.0.0.1";
	rq->body_fd = -1;
	if ((e = path_parse(a, rq->target, &rq->path, &query, f)) != ERR_OK ||
	    (e = query_parse(a, query, strlen(query), &rq->query, f)) !=
	    ERR_OK)
		return (e);
	json_each(h, json_get(in, "headers"))
		if (h->type == JSON_STRING)
			pairs_add(a, &rq->headers, h->name, h->text);
	if (token != NULL)
		pairs_add(a, &rq->headers, "authorization",
		    arena_printf(a, "Bearer %s", token));
	if (json_get(in, "json") != NULL) {
		pairs_add(a, &rq->headers, "content-type", "application/json");
		json_write(&body, json_get(in, "json"));
		rq->body = arena_text(a, buf_string(&body));
		rq->body_length = body.length;
		buf_cleanup(&body);
	}
	if (json_get_text(in, "lang", NULL) != NULL)
		pairs_add(a, &rq->cookies, LANG_COOKIE,
		    json_get_text(in, "lang", ""));
	form_add(rq, json_get(in, "form"));
	pairs_add(a, &rq->cookies, AUTH_FORM_COOKIE, FORM_SECRET);
	pairs_add(a, &rq->form, "_csrf", form_token(a));
	return (ERR_OK);
}

/* A file that is sent: what fits. */
static void
reply_file(const struct reply *rp, struct buf *out)
{
	char part[65536];
	size_t left = rp->length < 4 * sizeof(part) ? (size_t)rp->length :
	    4 * sizeof(part);
	off_t at = (off_t)rp->offset;
	ssize_t n;

	while (left > 0 && (n = pread(rp->fd, part,
	    left < sizeof(part) ? left : sizeof(part), at)) > 0) {
		buf_append(out, part, (size_t)n);
		left -= (size_t)n;
		at += n;
	}
}

static struct json *
reply_json(struct reply *rp, struct arena *a)
{
	struct json *o = json_object(a), *headers;
	size_t i;

	if (rp->fd >= 0)
		reply_file(rp, &rp->body);
	json_put_int(a, o, "status", rp->status);
	headers = json_put(o, "headers", json_object(a));
	for (i = 0; i < rp->headers.count; i++)
		json_put_text(a, headers, arena_text(a,
		    rp->headers.item[i].name), rp->headers.item[i].value);
	json_put(o, "body", json_bytes(a, buf_string(&rp->body),
	    rp->body.length));
	return (o);
}

enum err
play_request(struct play *p, const struct json *in, struct arena *a,
    struct json **out, struct fault *f)
{
	const char *role = json_get_text(in, "as", NULL), *token = NULL;
	struct request rq = { .arena = arena_alloc() };
	struct reply rp;
	struct lane *lane;
	int64_t user;
	enum err e = ERR_OK;

	if (role != NULL)
		e = play_person(p, role, a, &user, &token, f);
	if (e == ERR_OK)
		e = request_fill(&rq, in, token, f);
	reply_init(&rp);
	if (e == ERR_OK) {
		lane = token != NULL || method_unsafe(rq.method) ? p->staff :
		    p->visitors;
		e = web_answer(lane, &rq, &rp);
	}
	if (rp.heavy) {
		reply_cleanup(&rp);
		reply_init(&rp);
		e = web_answer(p->staff, &rq, &rp);
	}
	if (e == ERR_OK)
		*out = reply_json(&rp, a);
	reply_cleanup(&rp);
	arena_free(rq.arena);
	return (e);
}
