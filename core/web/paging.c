/* Pages of long lists: see paging.h. */
#include "web/paging.h"

#include <stdlib.h>

#define PAGING_MAX 100000	/* ?page= */

/* The address of page `n`; NULL beyond the ends. */
static const char *
paging_url(struct arena *a, const char *url, int64_t n, int64_t pages)
{
	if (n < 1 || n > pages)
		return (NULL);
	return (n == 1 ? url : arena_printf(a, "%s?page=%lld", url,
	    (long long)n));
}

struct json *
paging_view(struct exchange *x, const char *url, int64_t page, int64_t total)
{
	struct arena *a = x->rq->arena;
	int64_t pages = (total + PAGING_ENTRIES - 1) / PAGING_ENTRIES;
	struct json *v = json_object(a);

	if (pages < 1)
		pages = 1;
	json_put_int(a, v, "page", page);
	json_put_int(a, v, "pages", pages);
	json_put_int(a, v, "total", total);
	json_put_text(a, v, "url", url);
	json_put(v, "previous", json_string(a, paging_url(a, url, page - 1,
	    pages)));
	json_put(v, "next", json_string(a, paging_url(a, url, page + 1, pages)));
	return (v);
}

/* ?page=, from 1; anything else is no page of ours. */
int64_t
paging_number(const struct request *rq)
{
	const char *text = pairs_get(&rq->query, "page");
	char *end;
	long n;

	if (text == NULL)
		return (1);
	n = strtol(text, &end, 10);
	return (*text >= '0' && *text <= '9' && *end == '\0' && n >= 1 &&
	    n <= PAGING_MAX ? n : 0);
}
