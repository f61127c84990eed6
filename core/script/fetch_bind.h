/* plugin.http of the script: see fetch_bind.c.  Inside core/script only. */
#ifndef SCRIPT_FETCH_BIND_H
#define SCRIPT_FETCH_BIND_H

#include <lua.h>

#include "script/fetch.h"

/* Adds fetch, fetch_check, fetch_feed to the table on top, for a plugin with
 * the capability "http.out". */
void fetch_bind(lua_State *L);

#endif
