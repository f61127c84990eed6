/* What other handlers borrow from the API under /api/v1. */
#ifndef WEB_API_H
#define WEB_API_H

#include "web/exchange.h"

/* The body as a JSON object; an empty one where there is no body.  ERR_TYPE
 * unless it was sent as application/json, ERR_INPUT where it is no object. */
enum err api_body(struct exchange *x, struct json **in);

#endif
