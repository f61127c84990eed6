/* What plugins send as it is: feeds, tables, plain text. */
#ifndef WEB_SEND_H
#define WEB_SEND_H

#include "web/exchange.h"

/* {status, type, body, headers}: types and headers of a short list only, so
 * that no plugin can send a page past the templates, or a cookie.  Answers 304
 * where the given ETag is known already. */
enum err send_answer(struct exchange *x, const struct json *r);

#endif
