/* Linking of terms, for plugins; html/link.h does the work. */
#ifndef SCRIPT_LINK_BIND_H
#define SCRIPT_LINK_BIND_H

#include <lua.h>

/* linker({ { subject, word, url }, … }) → an object with
 * linker:apply(html, self, max) → html, links; and #linker, its words. */
int link_linker(lua_State *L);

#endif
