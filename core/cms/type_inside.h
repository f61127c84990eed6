/* Shared by type.c and type_read.c. */
#ifndef CMS_TYPE_INSIDE_H
#define CMS_TYPE_INSIDE_H

#include "cms/type.h"

/* Fills `t` from a schema in the arena; ERR_INPUT "type.bad". */
enum err type_read(struct arena *a, struct type *t, const struct json *schema,
    struct fault *f);

#endif
