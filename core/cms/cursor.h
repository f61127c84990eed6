/*
 * Where a page of a list ended, as text for whoever asks for the next:
 * "TIME.ID", the key of the last row.
 */
#ifndef CMS_CURSOR_H
#define CMS_CURSOR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* False for what cursor_write() didn't write. */
bool cursor_read(const char *text, int64_t *at, int64_t *id);
const char *cursor_write(struct arena *a, int64_t at, int64_t id);

/* A whole number of digits alone, and where it ended. */
bool cursor_number(const char *text, int64_t *out, const char **end);

#endif
