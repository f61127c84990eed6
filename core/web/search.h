/* The page of the search, and what it suggests while one types. */
#ifndef WEB_SEARCH_H
#define WEB_SEARCH_H

#include "web/exchange.h"

/* Query names that the page depends on. */
#define SEARCH_NAMES "q column type from to cursor"

enum err search_page(struct exchange *x);
enum err search_suggestions(struct exchange *x);

#endif
