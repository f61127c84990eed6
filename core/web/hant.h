/*
 * The view in traditional characters: every public page is there a second time
 * under /zh-hant/, made from the finished page.  What isn't a page (files, the
 * desk, the API) isn't there.
 */
#ifndef WEB_HANT_H
#define WEB_HANT_H

#include "web/exchange.h"

#define HANT_PREFIX "/zh-hant"

/* Takes the prefix off the request's path and notes it in x->hant.
 * ERR_NOT_FOUND "page.unknown" for what has no such view. */
enum err hant_enter(struct exchange *x);

/* Converts the finished reply. */
void hant_finish(struct exchange *x);

#endif
