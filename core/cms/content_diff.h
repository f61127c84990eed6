/*
 * What changed between two contents of one type; entry_diff.c.
 */
#ifndef CMS_CONTENT_DIFF_H
#define CMS_CONTENT_DIFF_H

#include "cms/cms.h"
#include "cms/type.h"

/* {fields: [{name, label, kind, html, from?, to?}], changed_attributes, added,
 * removed}, as the act entry.diff gives. */
struct json *content_diff(struct site *site, struct arena *a,
    const struct type *type, const struct json *from, const struct json *to);

#endif
