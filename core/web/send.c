/* Raw replies of plugins: see send.h. */
#include "web/send.h"

#include <string.h>

#include "web/header.h"
#include "web/route.h"

/* None that a browser runs or shows as a page of this site. */
static const char *const types[] = {
	"text/csv", "text/plain", "text/calendar", "application/json",
	"application/feed+json", "application/opensearchdescription+xml",
	"application/rss+xml", "application/atom+xml", "application/xml",
	"text/x-opml"
};

static const char *const headers[] = {
	"etag", "last-modified", "content-disposition", "link", "vary",
	"cache-control", "x-robots-tag", "retry-after"
};

static bool
among(const char *word, size_t length, const char *const *words, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strlen(words[i]) == length &&
		    memcmp(words[i], word, length) == 0)
			return (true);
	return (false);
}

static bool
status_good(int64_t status)
{
	return (status == 200 || status == 202 || (status >= 400 &&
	    status < 600));
}

/* What is wrong with the reply, or NULL. */
static const char *
send_wrong(const struct json *r)
{
	const char *type = json_get_text(r, "type", "");

	if (!among(type, strcspn(type, ";"), types,
	    sizeof(types) / sizeof(types[0])))
		return (type[0] != '\0' ? type : "type");
	if (!status_good(json_get_int(r, "status", 200)))
		return ("status");
	if (json_get_text(r, "body", NULL) == NULL)
		return ("body");
	json_each(h, json_get(r, "headers"))
		if (h->type != JSON_STRING || !among(h->name,
		    strlen(h->name), headers,
		    sizeof(headers) / sizeof(headers[0])))
			return (h->name != NULL ? h->name : "headers");
	return (NULL);
}

enum err
send_answer(struct exchange *x, const struct json *r)
{
	const char *wrong = send_wrong(r), *etag;
	const struct json *body = json_get(r, "body");

	if (wrong != NULL)
		return (fault_set(&x->fault, ERR_INTERNAL, "plugin.send", NULL,
		    "%s: %.80s", x->route->name, wrong));
	x->rp->status = (int)json_get_int(r, "status", 200);
	json_each(h, json_get(r, "headers"))
		exchange_header(x, h->name, h->text);
	etag = json_get_text(json_get(r, "headers"), "etag", NULL);
	if (etag != NULL && x->rp->status == 200 &&
	    !method_unsafe(x->rq->method) && header_fresh(x->rq, etag, -1)) {
		x->rp->status = 304;
		return (ERR_OK);
	}
	exchange_header(x, "content-type", json_get_text(r, "type", ""));
	buf_append(&x->rp->body, body->text, body->length);
	return (ERR_OK);
}
