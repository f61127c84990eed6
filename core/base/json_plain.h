/* Shared by json_write.c and json_parse.c. */
#ifndef BASE_JSON_PLAIN_H
#define BASE_JSON_PLAIN_H

#include "base/json.h"

/* How many bytes, from the first on, mean themselves in a text in quotes: no
 * quote, no backslash, no control character, DEL neither. */
size_t json_plain(const char *s, size_t length);

#endif
