/* Pages in traditional characters: see hant.h. */
#include "web/hant.h"

#include <string.h>

#include "base/log.h"
#include "html/traditional.h"

/* Beginnings of paths that are no pages. */
static const char *const KEEP[] = { "/media/", "/picture/", "/assets/",
    "/desk", "/api/", "/lang/", "/qr", "/healthz", "/robots.txt", "/zh-hant",
    NULL };

enum err
hant_enter(struct exchange *x)
{
	const char *path = x->rq->path;
	size_t n = sizeof(HANT_PREFIX) - 1;

	if (strncmp(path, HANT_PREFIX, n) != 0 ||
	    (path[n] != '/' && path[n] != '\0'))
		return (ERR_OK);
	x->hant = true;
	x->lang = "zh";
	x->rq->path = path[n] == '/' ? path + n : "/";
	if (!html_traditional_path(x->rq->path, strlen(x->rq->path), KEEP))
		return (fault_set(&x->fault, ERR_NOT_FOUND, "page.unknown",
		    NULL, NULL));
	return (ERR_OK);
}

/* Where the reply leads to another page, it is that of this view. */
static void
hant_location(struct exchange *x)
{
	struct pairs *headers = &x->rp->headers;
	const char *to;
	size_t i;

	for (i = 0; i < headers->count; i++) {
		to = headers->item[i].value;
		if (strcmp(headers->item[i].name, "location") == 0 &&
		    html_traditional_path(to, strlen(to), KEEP))
			headers->item[i].value = arena_printf(x->rq->arena,
			    HANT_PREFIX "%s", to);
	}
}

void
hant_finish(struct exchange *x)
{
	const char *type = pairs_get(&x->rp->headers, "content-type");
	struct buf out = { 0 };
	struct fault f = { .err = ERR_OK };

	if (!x->hant)
		return;
	hant_location(x);
	if (x->rp->fd != -1 || x->rp->body.length == 0 || type == NULL ||
	    strncmp(type, "text/html", 9) != 0)
		return;
	if (html_traditional(buf_string(&x->rp->body), x->rp->body.length,
	    HANT_PREFIX, KEEP, &out, &f) != ERR_OK) {
		log_warning("%s: %s %s", HANT_PREFIX, f.name, f.detail);
		buf_cleanup(&out);
		return;
	}
	buf_cleanup(&x->rp->body);
	x->rp->body = out;
}
