/* The pages of tags: what is live with one, and all of them. */
#ifndef WEB_TAG_H
#define WEB_TAG_H

#include "web/exchange.h"

#define TAG_PATTERN "/tags/{tag*}/"

/* GET TAG_PATTERN?page=; 404 where no live entry bears it. */
enum err tag_answer(struct exchange *x);

/* GET /tags/: the most used ones. */
enum err tag_list_answer(struct exchange *x);

#endif
