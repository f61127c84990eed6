/*
 * One request on its way to its reply: what the pipeline in answer.c found
 * out so far, and what handlers work with.
 */
#ifndef WEB_EXCHANGE_H
#define WEB_EXCHANGE_H

#include "cms/cms.h"
#include "cms/permission.h"
#include "web/lane.h"
#include "web/reply.h"
#include "web/request.h"

struct route;

/* "zh" or "en", as a visitor chose it by /lang/zh or /lang/en. */
#define LANG_COOKIE "mc_lang"

struct exchange {
	struct lane		*lane;
	struct request		*rq;
	struct reply		*rp;
	const struct route	*route;		/* NULL: none matched */
	const char		*lang;		/* "zh" or "en" */
	const char		*chosen;	/* the same by cookie, or NULL */
	uint64_t		generation;	/* of the site, read first of all */
	struct site		*site;		/* NULL: none has this host */
	const struct actor	*actor;		/* NULL: a visitor */
	const char		*token;		/* of the session; NULL: none */
	bool			hant;		/* see hant.h */
	bool			bearer;		/* the token came in Authorization */
	struct call		call;		/* for acts, on behalf of actor */
	struct fault		fault;
	int64_t			wait;	/* Retry-After, seconds; 0: a few */
	const struct json	*preview;	/* {entry, number, live} of a draft,
						 * {home} of blocks; else NULL */
	const struct json	*problem;	/* goes with the fault: both texts */
};

/* A header of the reply; the value is copied. */
void exchange_header(struct exchange *x, const char *name, const char *value);

/* Header lines that every reply has; those that it has already stay. */
void exchange_security(struct exchange *x);

/* 303 to a path of this site. */
enum err exchange_redirect(struct exchange *x, int status, const char *url);

/* The body as JSON. */
enum err exchange_json(struct exchange *x, int status, const struct json *v);

/* Renders a template of the site's theme as the reply's body.  The page's own
 * facts (path, language, user, CSRF token) are added for it. */
enum err exchange_render(struct exchange *x, int status, const char *template,
    const struct json *view);

/* The facts about this request that templates and plugins may see. */
struct json *exchange_page(struct exchange *x);

/* Scheme, host and port that the site's own links name, whichever of its hosts
 * was asked: "http://one.test:8080". */
const char *exchange_base(struct exchange *x);
/* That host. */
const char *exchange_host(struct exchange *x);

#endif
