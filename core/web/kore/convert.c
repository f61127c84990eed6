/*
 * From what came over the wire to struct request.  Target, cookies and forms
 * go through our own parsers: Kore's drop fields that no `params` block names,
 * values with line breaks, and the tenth cookie.  What can't be read is told
 * in rq->fault, so that the refusal is a page like any other.
 */
#include "web/kore/front.h"

#include <stdlib.h>
#include <string.h>

#include "web/auth.h"
#include "web/cookie.h"
#include "web/header.h"
#include "web/multipart.h"
#include "web/param.h"
#include "web/path.h"
#include "web/query.h"

bool
convert_has_session(const struct job *job)
{
	const struct pairs *headers = &job->head.headers;
	const size_t length = sizeof(AUTH_COOKIE) - 1;
	const char *p;
	size_t i;

	for (i = 0; i < headers->count; i++) {
		if (strcmp(headers->item[i].name, "authorization") == 0)
			return (true);
		if (strcmp(headers->item[i].name, "cookie") != 0)
			continue;
		for (p = headers->item[i].value; p != NULL;
		    p = strchr(p, ';')) {
			p += strspn(p, "; ");
			if (strncmp(p, AUTH_COOKIE, length) == 0 &&
			    p[length] == '=')
				return (true);
		}
	}
	return (false);
}

static enum err
convert_target(struct request *rq)
{
	const char *query;
	enum err e;

	e = path_parse(rq->arena, rq->target, &rq->path, &query, &rq->fault);
	if (e == ERR_OK)
		e = query_parse(rq->arena, query, strlen(query), &rq->query,
		    &rq->fault);
	return (e);
}

static enum err
convert_cookies(struct request *rq)
{
	enum err e = ERR_OK;
	size_t i;

	for (i = 0; i < rq->headers.count && e == ERR_OK; i++)
		if (strcmp(rq->headers.item[i].name, "cookie") == 0)
			e = cookie_parse(rq->arena, rq->headers.item[i].value,
			    &rq->cookies, &rq->fault);
	return (e);
}

static enum err
convert_form(struct request *rq)
{
	const char *type = pairs_get(&rq->headers, "content-type"), *kind;
	struct pairs params = { 0 };

	if (rq->body == NULL || type == NULL)
		return (ERR_OK);
	if (!param_parse(rq->arena, type, &kind, &params))
		return (fault_set(&rq->fault, ERR_TYPE, "request.type", NULL,
		    NULL));
	if (strcmp(kind, "application/x-www-form-urlencoded") == 0)
		return (query_parse(rq->arena, rq->body, rq->body_length,
		    &rq->form, &rq->fault));
	if (strcmp(kind, "multipart/form-data") == 0)
		return (multipart_parse(rq, pairs_get(&params, "boundary")));
	return (ERR_OK);
}

/* The port of a Host header, which head.c has checked. */
static unsigned
convert_port(const char *host)
{
	const char *colon = host == NULL ? NULL : strrchr(host, ':');

	if (colon == NULL || strchr(colon, ']') != NULL)
		return (0);
	return ((unsigned)strtoul(colon + 1, NULL, 10) & 0xFFFF);
}

void
convert_request(struct job *job)
{
	struct request *rq = &job->rq;

	rq->method = job->head.method;
	rq->target = job->head.target;
	rq->path = "/";
	rq->host = header_host(rq->arena, job->head.host);
	if (rq->host == NULL)
		rq->host = "";	/* HTTP/1.0 without Host */
	rq->port = convert_port(job->head.host);
	rq->http_1_0 = job->head.http_1_0;
	rq->headers = job->head.headers;
	proxy_apply(rq, job->front);
	/* The first fault is kept. */
	if (convert_target(rq) == ERR_OK && convert_cookies(rq) == ERR_OK)
		convert_form(rq);
}
