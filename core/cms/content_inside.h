/* Shared by the checks of fields: content_field.c, content_media.c. */
#ifndef CMS_CONTENT_INSIDE_H
#define CMS_CONTENT_INSIDE_H

#include "cms/content.h"

struct checked {
	struct call	*c;
	const struct field *field;
};

typedef enum err check_fn(const struct checked *k, const struct json *in,
    struct json **out);

/* Faults that name the field. */
enum err content_bad(const struct checked *k, const char *fault);
enum err content_long(const struct checked *k);

/* One line without blanks at its ends. */
check_fn content_line_of;

/* content_media.c */
check_fn content_media_check, content_media_list_check;

#endif
