/* Pure-data Lua files: site.lua, theme.lua, plugin.lua. */
#ifndef SCRIPT_DATA_H
#define SCRIPT_DATA_H

#include "base/json.h"

#define DATA_FILE_MAX (4u * 1024 * 1024)

/* Reads a whole text file of at most `max` bytes into `a`.  ERR_NOT_FOUND
 * "script.file", ERR_TOO_LARGE "script.large". */
enum err data_read(struct arena *a, const char *path, size_t max,
    const char **text, size_t *length, struct fault *f);

/* The table that the file returns, evaluated without any name in a state of
 * its own, with a budget.  Chunk names are `shown` (a path as people know it).
 * Faults as state_run()'s; ERR_INPUT "script.data" where it is no table. */
enum err data_load(struct arena *a, const char *path, const char *shown,
    struct json **out, struct fault *f);

#endif
