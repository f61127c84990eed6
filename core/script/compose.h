/*
 * How a page is put together of templates: layouts around them, templates in
 * them, plugins' blocks.  Inside core/script only.
 *
 * All of them append to one buffer, that of the rendering which goes on
 * (theme->out).  A plugin's template has a budget of its own, and what it
 * costs beyond that, it costs the plugin: the page goes on without it.
 */
#ifndef SCRIPT_COMPOSE_H
#define SCRIPT_COMPOSE_H

#include <lua.h>

#include "script/theme.h"

#define WRITERS 8	/* functions that a template gets to write with */

/* Pushes an environment: a copy of the table at `index` over the helpers, with
 * `view` being that table itself, for names that may not be set. */
void compose_copy(lua_State *L, int index);

/* Renders the function on top of the stack, and the layouts it asks for, with
 * the environment at `env`. */
void compose_all(lua_State *L, struct theme *t, int env);

/* A whole page by a plugin's template, with the view at 2: false where there is
 * no such template.  Where it failed, which *f tells, nothing was written. */
bool compose_plugin(lua_State *L, struct theme *t, const char *name,
    struct fault *f);

/* Counts how a template went that may be left out, as *f tells: against its
 * plugin or, where site or theme have one in its place, for its rest. */
void compose_count(struct theme *t, const char *name, const struct fault *f);

/* The buffer, after a look at the page's size; raises where nothing is
 * rendered. */
struct buf *render_out(lua_State *L, size_t more);

/* Pushes all of them: write.c; the last two are compose.c's. */
void writers_push(lua_State *L);
int write_include(lua_State *L);
int write_block(lua_State *L);

#endif
