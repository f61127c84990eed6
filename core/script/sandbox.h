/*
 * What a script sees: the safe part of Lua's library, with every function that
 * could run long in C bounded.
 *
 *   base		assert error getmetatable ipairs next pairs pcall
 *		rawequal rawget rawlen rawset select setmetatable tonumber
 *		tostring type xpcall, collectgarbage("count")
 *   string	all but dump, pack, packsize, unpack; patterns are our own
 *		(pattern.h); rep up to SANDBOX_STRING_MAX
 *   table	for tables without __index, __newindex and __len, so that a
 *		length is never larger than memory; sort up to SANDBOX_SORT_MAX
 *   math, utf8	all
 *   coroutine	all but close and running
 *
 * No os, io, debug, package, load, dofile, no bytecode.  Globals and libraries
 * can't be changed; an unset global is an error; metatables that libraries
 * protect can't be had; __gc is refused.
 */
#ifndef SCRIPT_SANDBOX_H
#define SCRIPT_SANDBOX_H

#include <lua.h>

#define SANDBOX_STRING_MAX (4 * 1024 * 1024)
#define SANDBOX_SORT_MAX 100000

/* For state_run(): opens the library in a new state. */
int sandbox_open(lua_State *L);

/* Pushes the table of globals that scripts get as _ENV; `arg` of a chunk's
 * first upvalue.  It is empty and read-only; reads go to the library. */
void sandbox_push_globals(lua_State *L);

/* Pushes the library table itself, for the core to add to. */
void sandbox_push_library(lua_State *L);

/* Pops a table and pushes a read-only view of it. */
void sandbox_seal(lua_State *L);

/* luaL_tolstring() without addresses, which tell where memory lies: a table is
 * "table". */
const char *sandbox_tolstring(lua_State *L, int index);

/* The message "unset name 'x'"; for __index of environments. */
int sandbox_unset(lua_State *L);

/* Compiles text (never bytecode) with the globals as _ENV; raises on error. */
void sandbox_load(lua_State *L, const char *text, size_t length,
    const char *chunk);

/* Parts, each in its own file: they put functions into the table on top. */
void sandbox_open_coroutine(lua_State *L);
void sandbox_open_table(lua_State *L);
void sandbox_open_string(lua_State *L);

#endif
