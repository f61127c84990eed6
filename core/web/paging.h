/* Pages of long lists: ?page=2. */
#ifndef WEB_PAGING_H
#define WEB_PAGING_H

#include "web/exchange.h"

#define PAGING_ENTRIES 20	/* on a page */

/* ?page=, from 1; 0: what was asked for is no page of ours. */
int64_t paging_number(const struct request *rq);

/* {page, pages, total, url, previous, next} for templates. */
struct json *paging_view(struct exchange *x, const char *url, int64_t page,
    int64_t total);

#endif
