/*
 * Header values with parameters: `text/html; charset=utf-8`,
 * `form-data; name="a;b"; filename="c"` (RFC 9110, 5.6.6).
 */
#ifndef WEB_PARAM_H
#define WEB_PARAM_H

#include <stdbool.h>

#include "base/arena.h"
#include "web/request.h"

#define PARAMS_MAX 16

/* The value in front of the first ";" in lower case, and its parameters in
 * their order, names in lower case.  In quotes `\"` and `\\` are escapes, any
 * other backslash stands for itself: senders of file names do it so.  False
 * where the value is broken, names a parameter twice, or has too many. */
bool param_parse(struct arena *a, const char *text, const char **value,
    struct pairs *params);

/* RFC 8187, as filename* has it: charset UTF-8, a language, and the text.
 * NULL where it is broken or not UTF-8. */
const char *param_extended(struct arena *a, const char *text);

#endif
