/*
 * A Lua state that can't outgrow its bounds.  What bounds it:
 *
 *   memory	an allocator with a limit; going over it ends the run
 *   steps	instructions of the virtual machine and what bounded C functions
 *		charge for their work (state_charge)
 *   time	of the processor (a busy machine makes nobody's script fail),
 *		looked at every STATE_STRIDE instructions and after each
 *		STATE_FRESH bytes of new memory; what the core spends for a
 *		call (state_leave, state_enter) is not counted
 *
 * A run over its budget ends with an error that sandboxed code can't catch:
 * pcall, xpcall and coroutine.resume raise it again.  Coroutines have the same
 * hook.  Nothing in the sandbox can set a finalizer: Lua runs those without
 * hooks.
 *
 * Rule for bindings: a Lua error is a longjmp.  Whoever calls a function of
 * Lua that may raise holds nothing but arena memory, buffers that an outer
 * caller frees, and Lua's own values.
 *
 * A state belongs to one thread.
 */
#ifndef SCRIPT_STATE_H
#define SCRIPT_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lauxlib.h>
#include <lua.h>

#include "base/fault.h"

/* Lua's own header doesn't say that it never returns. */
int luaL_error(lua_State *L, const char *fmt, ...)
    __attribute__((noreturn));

#define STATE_STRIDE 250		/* instructions between two looks */
#define STATE_FRESH (1024 * 1024)	/* bytes between two looks */

struct state_limit {
	size_t	memory;		/* bytes in all */
	int64_t	steps;		/* a run */
	int	milliseconds;	/* a run */
};

struct state;

/* `owner` is what state_owner() gives back to bindings. */
struct state *state_alloc(const struct state_limit *limit, void *owner);
void state_free(struct state *s);	/* NULL is allowed */

/* Calls fn in protected mode with `arg` as a light userdata, the only
 * argument.  A run inside a run of the same state shares the outer's budget.
 * Faults: "script.failed" (detail: file, line, message), "script.budget", or
 * what state_raise() was given. */
enum err state_run(struct state *s, lua_CFunction fn, void *arg,
    struct fault *f);

/* Inside a run: calls the function under its `args` arguments, for no result,
 * with a budget of its own for which the run doesn't pay; memory is what comes
 * on top of what is in use.  Faults as state_run(); the run goes on after each
 * of them.  *took: nanoseconds of the budget, 0 or less where most of it was
 * work of the core. */
enum err state_within(lua_State *L, const struct state_limit *limit, int args,
    int64_t *took, struct fault *f);

void *state_owner(lua_State *L);
struct state *state_of(lua_State *L);

/* Takes `steps` from the budget; raises when it is spent. */
void state_charge(lua_State *L, int64_t steps);

/* The same without raising, for callbacks of libraries: true when the budget
 * is spent.  What called the library charges 0 afterwards, and so raises. */
bool state_spend(struct state *s, int64_t steps);

/* Raises *f, so that state_run() returns it as it is. */
int state_raise(lua_State *L, const struct fault *f);

/* Around work of the core that a script asked for. */
void state_leave(lua_State *L);
void state_enter(lua_State *L);

/* The budget for runs from now on (compiling wants more than rendering). */
void state_set_limit(struct state *s, const struct state_limit *limit);

/* For the sandbox: what every function that catches errors has to call with
 * the status that it caught; and the thread that runs now. */
void state_caught(lua_State *L, int status);
bool state_spent(lua_State *L);
lua_State *state_set_running(lua_State *L, lua_State *running);
void state_watch(lua_State *L);		/* sets the hook of a new thread */

/* Nanoseconds of the processor that the last run took; 0 where it was done
 * within a millisecond, for the question itself costs a system call. */
int64_t state_used(const struct state *s);

/* Was the last run ended for its steps or its time? */
bool state_was_long(const struct state *s);

/* Bytes in use. */
size_t state_memory(const struct state *s);

#endif
