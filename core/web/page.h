/* The portal's pages: views made of what is live, for the site's theme. */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include "web/exchange.h"

/* A plugin's route. */
enum err page_script(struct exchange *x);

/* The view member `meta` of a page that shows a fault. */
struct json *page_meta_error(struct exchange *x);

#endif
