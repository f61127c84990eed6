/* The home page, and how it would look with other blocks. */
#ifndef WEB_HOME_H
#define WEB_HOME_H

#include "web/exchange.h"

#define HOME_PREVIEW "/desk/home/preview"

enum err home_answer(struct exchange *x);

/* POST HOME_PREVIEW with the rows of the desk's form (block_1, column_1,
 * limit_1 …), for whoever may change the site; nothing is stored. */
enum err home_preview(struct exchange *x);

#endif
