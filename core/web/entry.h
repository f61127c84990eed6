/* The page of an entry, live or in preview. */
#ifndef WEB_ENTRY_H
#define WEB_ENTRY_H

#include "web/exchange.h"

#define PREVIEW_PATTERN "/desk/entries/{id:int}/preview"

/* The live entry; one whose column was moved or renamed keeps its number, and
 * the old address leads to the new one.  410 where it was withdrawn. */
enum err entry_page(struct exchange *x, int64_t id);

/* GET PREVIEW_PATTERN?revision=: how a revision (the newest) would look to
 * visitors, for those who may read it.  Nothing keeps the page. */
enum err preview_answer(struct exchange *x);

#endif
