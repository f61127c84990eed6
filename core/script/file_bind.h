/* Data that a plugin brings along. */
#ifndef SCRIPT_FILE_BIND_H
#define SCRIPT_FILE_BIND_H

#include <lua.h>

/* file(path) → the text of a file below the plugin's own folder, or nil; at
 * most FILE_BYTES_MAX, UTF-8. */
#define FILE_BYTES_MAX (2 * 1024 * 1024)
int file_read(lua_State *L);

/* csv(text) → rows of texts (RFC 4180; commas, also tabs where the first line
 * has one), or nil and the line where a quotation never ends.  Empty lines are
 * empty rows, so that rows are lines where no text has one. */
int csv_read(lua_State *L);

#endif
