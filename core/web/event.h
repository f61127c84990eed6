/*
 * What plugins add to public pages.  A page that no plugin of the site hooks
 * pays for a look at a list; views are copied only for those that are.
 */
#ifndef WEB_EVENT_H
#define WEB_EVENT_H

#include "web/exchange.h"

/* Each changes the view of its page, in place: entry.view may change the
 * entry's body, which is cleaned again, and adds members to the view;
 * column.view adds members; home.blocks sets `blocks`, in their order. */
void event_entry(struct exchange *x, struct json *view);
void event_column(struct exchange *x, struct json *view);
void event_home(struct exchange *x, struct json *view);

/* The view with what head.meta adds to its `meta`; the view itself where that
 * is nothing. */
const struct json *event_head(struct exchange *x, const struct json *view);

#endif
