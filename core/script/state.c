/* Bounded Lua states: see state.h. */
#include "script/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <lauxlib.h>

#include "base/arena.h"
#include "script/pool.h"
#include "script/sandbox.h"

#define STATE_TRIFLE 1000000	/* ns that nobody has to count */

enum spent { SPENT_NOTHING, SPENT_STEPS, SPENT_TIME, SPENT_MEMORY };

struct state {
	lua_State		*main;
	lua_State		*running;	/* NULL between runs */
	struct state_limit	 limit;
	size_t			 memory;	/* bytes in use */
	size_t			 fresh;		/* bytes since the last look */
	int64_t			 steps;		/* what is left of this run */
	int64_t			 cpu_end;	/* of this thread, nanoseconds */
	int64_t			 look_at;	/* on the wall clock */
	int64_t			 left;		/* on the wall clock */
	int64_t			 began;		/* on the wall clock */
	enum spent		 spent;
	bool			 raised;	/* `fault` is what was raised */
	struct fault		 fault;
	void			*owner;
	struct pool		 pool;
};

static void state_hook(lua_State *L, lua_Debug *ar);

static int64_t
clock_read(clockid_t id)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return ((int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec);
}

/* Has the run used up its time?  The thread's own clock costs a system call,
 * the wall clock none: as long as less of that has gone by than is left, there
 * is no need to ask. */
static bool
state_late(struct state *s)
{
	int64_t now = clock_read(CLOCK_MONOTONIC), left;

	if (now < s->look_at)
		return (false);
	left = s->cpu_end - clock_read(CLOCK_THREAD_CPUTIME_ID);
	s->look_at = now + left;
	return (left <= 0);
}

/* Has the running thread look at its budget before its next instruction.
 * lua_sethook() may be called at any moment, even in a signal handler. */
static void
state_look(struct state *s)
{
	s->fresh = 0;
	if (s->running != NULL)
		lua_sethook(s->running, state_hook, LUA_MASKCOUNT, 1);
}

static void *
state_realloc(void *arg, void *p, size_t old, size_t size)
{
	struct state *s = arg;

	if (p == NULL)
		old = 0;	/* it says what kind of object this will be */
	if (size == 0) {
		s->memory -= old;
		return (pool_resize(&s->pool, p, old, 0));
	}
	if (size > old) {
		if (s->memory - old > s->limit.memory ||
		    size > s->limit.memory - (s->memory - old)) {
			state_look(s);
			return (NULL);
		}
		s->fresh += size - old;
		if (s->fresh > STATE_FRESH)
			state_look(s);
	}
	s->memory = s->memory - old + size;
	return (pool_resize(&s->pool, p, old, size));
}

struct state *
state_of(lua_State *L)
{
	return (*(struct state **)lua_getextraspace(L));
}

void *
state_owner(lua_State *L)
{
	return (state_of(L)->owner);
}

/* Where the innermost Lua function is, as "file:12: ". */
static void
state_where(lua_State *L, char *out, size_t size)
{
	lua_Debug ar;
	int level;

	out[0] = '\0';
	for (level = 0; level < 4 && lua_getstack(L, level, &ar); level++) {
		if (!lua_getinfo(L, "Sl", &ar) || ar.currentline <= 0)
			continue;
		snprintf(out, size, "%s:%d: ", ar.short_src, ar.currentline);
		return;
	}
}

/* Ends the run.  The hook is set to every instruction, so that what runs while
 * the stack unwinds (__close) ends at its first. */
static void
state_stop(lua_State *L)
{
	struct state *s = state_of(L);
	char where[LUA_IDSIZE + 32];

	lua_sethook(L, state_hook, LUA_MASKCOUNT, 1);
	state_where(L, where, sizeof(where));
	if (s->spent == SPENT_MEMORY)
		luaL_error(L, "%sneeds more than %I MB of memory", where,
		    (LUAI_UACINT)(s->limit.memory >> 20));
	if (s->spent == SPENT_TIME)
		luaL_error(L, "%sruns longer than %d ms", where,
		    s->limit.milliseconds);
	luaL_error(L, "%stakes more than %I steps", where,
	    (LUAI_UACINT)s->limit.steps);
}

bool
state_spend(struct state *s, int64_t steps)
{
	if (s->spent == SPENT_NOTHING) {
		s->steps -= steps;
		if (s->steps < 0)
			s->spent = SPENT_STEPS;
		else if (state_late(s))
			s->spent = SPENT_TIME;
	}
	return (s->spent != SPENT_NOTHING);
}

void
state_charge(lua_State *L, int64_t steps)
{
	if (state_spend(state_of(L), steps))
		state_stop(L);
}

static void
state_hook(lua_State *L, lua_Debug *ar)
{
	int count = lua_gethookcount(L);

	(void)ar;
	if (count != STATE_STRIDE)
		state_watch(L);
	state_of(L)->fresh = 0;
	state_charge(L, count);
}

void
state_watch(lua_State *L)
{
	lua_sethook(L, state_hook, LUA_MASKCOUNT, STATE_STRIDE);
}

void
state_caught(lua_State *L, int status)
{
	struct state *s = state_of(L);

	if (status == LUA_ERRMEM && s->spent == SPENT_NOTHING)
		s->spent = SPENT_MEMORY;
	if (s->spent != SPENT_NOTHING)
		state_stop(L);
	s->raised = false;
}

bool
state_spent(lua_State *L)
{
	return (state_of(L)->spent != SPENT_NOTHING);
}

lua_State *
state_set_running(lua_State *L, lua_State *running)
{
	struct state *s = state_of(L);
	lua_State *before = s->running;

	s->running = running;
	return (before);
}

int
state_raise(lua_State *L, const struct fault *f)
{
	struct state *s = state_of(L);

	s->fault = *f;
	s->raised = true;
	return (luaL_error(L, "%s %s %s", f->name != NULL ? f->name : "",
	    f->field, f->detail));
}

void
state_leave(lua_State *L)
{
	state_of(L)->left = clock_read(CLOCK_MONOTONIC);
}

void
state_enter(lua_State *L)
{
	struct state *s = state_of(L);

	s->cpu_end += clock_read(CLOCK_MONOTONIC) - s->left;
}

static void
state_begin(struct state *s)
{
	s->steps = s->limit.steps;
	s->cpu_end = clock_read(CLOCK_THREAD_CPUTIME_ID) +
	    (int64_t)s->limit.milliseconds * 1000000;
	s->began = clock_read(CLOCK_MONOTONIC);
	s->look_at = 0;
	s->spent = SPENT_NOTHING;
	s->raised = false;
	s->fresh = 0;
	state_watch(s->main);
}

/* The message handler of a run: any error value becomes a text. */
static int
state_message(lua_State *L)
{
	if (lua_type(L, 1) == LUA_TSTRING)
		return (1);
	if (state_of(L)->spent == SPENT_NOTHING &&
	    luaL_callmeta(L, 1, "__tostring") && lua_isstring(L, -1))
		return (1);
	lua_pushfstring(L, "an error that is a %s", luaL_typename(L, 1));
	return (1);
}

static enum err
state_failed(struct state *s, lua_State *L, int status, struct fault *f)
{
	const char *message = lua_type(L, -1) == LUA_TSTRING ?
	    lua_tostring(L, -1) : "an error without a message";

	if (status == LUA_ERRMEM && s->spent == SPENT_NOTHING) {
		s->spent = SPENT_MEMORY;
		message = "needs more memory than it may have";
	}
	if (s->spent != SPENT_NOTHING)
		return (fault_set(f, ERR_INTERNAL, "script.budget", NULL,
		    "%s", message));
	if (s->raised && f != NULL)
		*f = s->fault;
	if (s->raised)
		return (s->fault.err);
	return (fault_set(f, ERR_INTERNAL, "script.failed", NULL, "%s",
	    message));
}

enum err
state_run(struct state *s, lua_CFunction fn, void *arg, struct fault *f)
{
	lua_State *before = s->running;
	lua_State *L = before != NULL ? before : s->main;
	int status, top = lua_gettop(L);
	enum err e = ERR_OK;

	if (before == NULL)
		state_begin(s);
	if (!lua_checkstack(L, LUA_MINSTACK))
		return (fault_set(f, ERR_INTERNAL, "script.budget", NULL,
		    "stack overflow"));
	s->running = L;
	lua_pushcfunction(L, state_message);
	lua_pushcfunction(L, fn);
	lua_pushlightuserdata(L, arg);
	status = lua_pcall(L, 1, 0, top + 1);
	s->running = before;
	if (status != LUA_OK)
		e = state_failed(s, L, status, f);
	s->raised = false;
	lua_settop(L, top);
	return (e);
}

enum err
state_within(lua_State *L, const struct state_limit *limit, int args,
    int64_t *took, struct fault *f)
{
	struct state *s = state_of(L);
	const struct state_limit outer = s->limit;
	int64_t steps = s->steps, cpu_end = s->cpu_end;
	int64_t began = clock_read(CLOCK_THREAD_CPUTIME_ID), now;
	int64_t budget = (int64_t)limit->milliseconds * 1000000;
	enum err e = ERR_OK;
	int status;

	s->limit = *limit;
	s->limit.memory += s->memory;
	if (s->limit.memory > outer.memory)
		s->limit.memory = outer.memory;
	s->steps = limit->steps;
	s->cpu_end = began + budget;
	s->look_at = 0;
	if ((status = lua_pcall(L, args, 0, 0)) != LUA_OK) {
		e = state_failed(s, L, status, f);
		lua_pop(L, 1);
		s->spent = SPENT_NOTHING;
		s->raised = false;
		state_watch(L);
	}
	now = clock_read(CLOCK_THREAD_CPUTIME_ID);
	*took = now - (s->cpu_end - budget);
	s->limit = outer;
	s->steps = steps;
	s->cpu_end = cpu_end + now - began;
	s->look_at = 0;
	return (e);
}

void
state_set_limit(struct state *s, const struct state_limit *limit)
{
	s->limit = *limit;
}

int64_t
state_used(const struct state *s)
{
	if (clock_read(CLOCK_MONOTONIC) - s->began < STATE_TRIFLE)
		return (0);
	return ((int64_t)s->limit.milliseconds * 1000000 - (s->cpu_end -
	    clock_read(CLOCK_THREAD_CPUTIME_ID)));
}

bool
state_was_long(const struct state *s)
{
	return (s->spent == SPENT_STEPS || s->spent == SPENT_TIME);
}

size_t
state_memory(const struct state *s)
{
	return (s->memory);
}

static int
state_panic(lua_State *L)
{
	fprintf(stderr, "lua: error outside a protected call: %s\n",
	    lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "?");
	return (0);	/* Lua aborts */
}

struct state *
state_alloc(const struct state_limit *limit, void *owner)
{
	struct state *s = must_alloc(sizeof(*s));

	memset(s, 0, sizeof(*s));
	s->limit = *limit;
	s->owner = owner;
	s->main = lua_newstate(state_realloc, s);
	if (s->main == NULL) {
		fprintf(stderr, "lua: a limit of %zu bytes is too small\n",
		    limit->memory);
		abort();
	}
	*(struct state **)lua_getextraspace(s->main) = s;
	lua_atpanic(s->main, state_panic);
	if (state_run(s, sandbox_open, NULL, NULL) != ERR_OK) {
		fprintf(stderr, "lua: the sandbox can't be made\n");
		abort();
	}
	return (s);
}

void
state_free(struct state *s)
{
	if (s == NULL)
		return;
	s->running = NULL;
	lua_close(s->main);
	pool_cleanup(&s->pool);
	free(s);
}
