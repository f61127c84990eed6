/* The page of an entry's published versions: ADDRESS/versions. */
#ifndef WEB_VERSIONS_H
#define WEB_VERSIONS_H

#include "web/exchange.h"

/* GET /{path*}/{id:int}/versions?from=&to= or ?version= */
enum err versions_answer(struct exchange *x);

#endif
