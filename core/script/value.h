/*
 * struct json to Lua and back.  A JSON array becomes a table marked as one
 * (value_mark), so that an empty one stays an array; an unmarked table is an
 * array if its keys are 1…n and n > 0, else an object.  null in an object is
 * an absent field; null in an array is value_null, a light userdata that Lua
 * sees as cms.null.  Integers stay integers.
 *
 * Both functions raise Lua errors: call them inside state_run().
 */
#ifndef SCRIPT_VALUE_H
#define SCRIPT_VALUE_H

#include <lua.h>

#include "base/json.h"

#define VALUE_DEPTH_MAX 32
#define VALUE_COUNT_MAX JSON_VALUES_MAX
#define VALUE_TEXT_MAX (8u * 1024 * 1024)	/* bytes of all texts */

/* Pushes v; NULL pushes nil. */
void value_push(lua_State *L, const struct json *v);

/* A copy of the value at `index`, all of it in `a`.  Raises, with the path of
 * the member, on functions, userdata, threads, text that isn't UTF-8, NaN and
 * infinity, keys of two kinds, cycles and what goes over a limit.  Members are
 * sorted by name.  nil gives a null. */
struct json *value_get(lua_State *L, int index, struct arena *a);

/* The text at `index`, which comes from whoever asked: raises ERR_INPUT
 * "input.encoding" where it isn't UTF-8 and ERR_TOO_LARGE "script.large" over
 * `max` bytes, as faults that are told to them and are no fault of the
 * plugin's. */
const char *value_check_text(lua_State *L, int index, size_t max,
    size_t *length);

/* Marks the table on top of the stack as an array. */
void value_mark(lua_State *L);

/* cms.array(t): marks t (or a new table) and returns it. */
int value_array(lua_State *L);

#endif
