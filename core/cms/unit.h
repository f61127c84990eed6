/*
 * Units (单位): organisations in a tree, with unified codes (统一编码).
 */
#ifndef CMS_UNIT_H
#define CMS_UNIT_H

#include "cms/cms.h"

/* The unit's id by its code; 0 where there is none. */
enum err unit_id(struct db *hub, const char *code, int64_t *id,
    struct fault *f);

/* Is there such a unit?  0 (none) is fine; ERR_INPUT "unit.unknown". */
enum err unit_check(struct call *c, int64_t unit);

/* The same by its name, as people choose it; "" is none, and fine. */
enum err unit_named(struct call *c, const char *name, const char *field);

#endif
