/* How texts are read and written: functions for a plugin's core table. */
#ifndef SCRIPT_HAN_BIND_H
#define SCRIPT_HAN_BIND_H

#include <lua.h>

/* Adds pinyin, simplified and traditional to the table on top of the stack. */
void han_bind(lua_State *L);

#endif
