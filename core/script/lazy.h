/*
 * Payloads of events as plugins see them: tables whose members become Lua
 * values when they are looked at.  A hook that leaves an article alone costs
 * nothing of its length, on the way in and on the way back.
 *
 * The payload and the objects in it are such tables; lists and what is deeper
 * are plain.  After its event a table that a plugin kept is an error.
 */
#ifndef SCRIPT_LAZY_H
#define SCRIPT_LAZY_H

#include <lua.h>

#include "base/json.h"

struct lazy_event;

/* Pushes the object as part of the innermost event; `e` lives as long as the
 * state. */
void lazy_push(lua_State *L, const struct json *v, struct lazy_event *e);

/* The object at `index`, with what was changed; `v` itself where nothing was.
 * Raises as value_get() does. */
struct json *lazy_get(lua_State *L, int index, struct arena *a,
    const struct json *v);

/* Makes a plain table of the one at `index`, if it is such a table. */
void lazy_settle(lua_State *L, int index);

/* Events that go on, the innermost last; ended in reverse.  Each has a number
 * of its own. */
#define LAZY_EVENTS_MAX 8
struct lazy_event {
	uint64_t	live[LAZY_EVENTS_MAX];
	size_t		depth;
	uint64_t	last;
};
void lazy_begin(struct lazy_event *e);
void lazy_end(struct lazy_event *e);

#endif
