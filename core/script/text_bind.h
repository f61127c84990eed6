/* cms.xml and cms.quoted, of which lua/cms/feed.lua makes whole documents. */
#ifndef SCRIPT_TEXT_BIND_H
#define SCRIPT_TEXT_BIND_H

#include <lua.h>

/* xml(value) → its text as XML 1.0 may hold it, in an element or between
 * double quotes: without control characters, U+FFFE and U+FFFF. */
int text_xml(lua_State *L);

/* quoted(text) → a JSON string, with its quotes. */
int text_quoted(lua_State *L);

#endif
