/*
 * What stands above every page for a time: an urgent notice, and mourning,
 * which makes the pages grey.  Both are settings with a start and an end; at
 * either a job of the clerk raises the site's generation, so that kept pages
 * are made anew.
 */
#ifndef CMS_BANNER_H
#define CMS_BANNER_H

#include "cms/cms.h"

/* Does an end come before its start?  ERR_INPUT "setting.until". */
enum err banner_check(const struct json *settings, struct fault *f);

/* Adds what holds at `now` to the view of the site: notice {text, link},
 * mourning {text}; neither where nothing does. */
void banner_put(struct arena *a, const struct json *settings, int64_t now,
    struct json *view);

/* In the caller's transaction: the clerk is to come at the next change. */
enum err banner_plan(struct site *site, const struct json *settings,
    int64_t now, struct fault *f);

/* The clerk: where a change is due, the site's pages are stale. */
enum err banner_turn(struct site *site, int64_t now, struct fault *f);

#endif
