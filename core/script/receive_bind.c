/*
 * What plugins need for letters of visitors: receipts, the challenge on open
 * forms, and the calendar of working days.  lua/cms/letters.lua makes the
 * handle's functions of these.
 */
#include <string.h>

#include <lauxlib.h>

#include "cms/challenge.h"
#include "cms/receipt.h"
#include "cms/workdays.h"
#include "script/plugin.h"
#include "script/value.h"

static struct call *
site_call(lua_State *L)
{
	struct call *c = plugin_call(L);

	if (c->site == NULL)
		luaL_error(L, "there is no site");
	return (c);
}

/* Only where the lane writes, and not while the plugin's own transaction
 * holds the database. */
static struct call *
writing_call(lua_State *L, const char *what)
{
	struct call *c = site_call(L);

	if (cms_mode(c->cms) != DB_WRITE)
		luaL_error(L, "%s: visitors' requests (GET) only read", what);
	if (plugin_in_transaction(state_owner(L)))
		luaL_error(L, "%s inside plugin.db:transaction()", what);
	return (c);
}

typedef enum err sending(struct call *c, const char *kind,
    const struct json *in, struct json **out);

/* The kind is the plugin's name or begins with it. */
static int
send_by(lua_State *L, const char *what, sending *f_send)
{
	struct plugin *p = state_owner(L);
	struct call c = *writing_call(L, what);
	const char *kind = luaL_checkstring(L, 1);
	size_t n = strlen(p->name);
	struct fault f = { .err = ERR_OK };
	struct json *in, *out = NULL;
	enum err e;

	if (strncmp(kind, p->name, n) != 0 ||
	    (kind[n] != '\0' && kind[n] != '.'))
		return (luaL_error(L, "%s: the kind has to begin with "
		    "\"%s\"", what, p->name));
	luaL_checktype(L, 2, LUA_TTABLE);
	in = value_get(L, 2, c.arena);
	c.fault = &f;
	state_leave(L);
	e = f_send(&c, kind, in, &out);
	state_enter(L);
	if (e != ERR_OK) {
		f.err = e;
		return (plugin_push_fault(L, &f, out));
	}
	if (out == NULL)
		lua_pushboolean(L, true);
	else
		value_push(L, out);
	return (1);
}

/* receive(kind, values) → { id, code, due_at }, or nil and the error */
static int
bind_receive(lua_State *L)
{
	return (send_by(L, "receive", receipt_receive));
}

/* receive_ask(kind, values) → true, or nil and the error; stores nothing */
static int
bind_ask(lua_State *L)
{
	return (send_by(L, "ask", receipt_ask));
}

/* receipt(code, challenge, work, answer) → where it stands, or nil and the
 * error; the last three where a form had a challenge */
static int
bind_receipt(lua_State *L)
{
	struct call c = *writing_call(L, "receipt");
	const char *code = luaL_checkstring(L, 1);
	struct receipt_proof proof = { luaL_optstring(L, 2, ""),
	    luaL_optstring(L, 3, ""), luaL_optstring(L, 4, "") };
	struct fault f = { .err = ERR_OK };
	struct json *out = NULL;
	enum err e;

	c.fault = &f;
	state_leave(L);
	e = receipt_status(&c, code, &proof, &out);
	state_enter(L);
	if (e != ERR_OK) {
		f.err = e;
		return (plugin_push_fault(L, &f, NULL));
	}
	value_push(L, out);
	return (1);
}

/* challenge_issue() → { token, bits, question = { key, a, b, c } } */
static int
bind_issue(lua_State *L)
{
	struct call *c = site_call(L);
	struct json *out;

	challenge_issue(c->site, c->arena, &out);
	value_push(L, out);
	return (1);
}

/* challenge_check(token, work, answer) → true, or nil and the error */
static int
bind_check(lua_State *L)
{
	struct call c = *writing_call(L, "challenge");
	const char *token = luaL_checkstring(L, 1);
	const char *work = luaL_checkstring(L, 2);
	const char *answer = luaL_checkstring(L, 3);
	struct fault f = { .err = ERR_OK };
	enum err e;

	c.fault = &f;
	state_leave(L);
	e = challenge_check(&c, token, work, answer);
	state_enter(L);
	if (e != ERR_OK) {
		f.err = e;
		return (plugin_push_fault(L, &f, NULL));
	}
	lua_pushboolean(L, true);
	return (1);
}

/* working_after(unix, n) → the last second of the n-th working day */
static int
bind_after(lua_State *L)
{
	const struct calendar *c = workdays(site_call(L)->site);
	int64_t n = luaL_checkinteger(L, 2);

	luaL_argcheck(L, n >= 0 && n <= CALENDAR_DAYS_MAX, 2, "out of range");
	state_charge(L, n);
	lua_pushinteger(L, calendar_after(c, luaL_checkinteger(L, 1), n));
	return (1);
}

/* working_between(from, to) → days, negative backwards */
static int
bind_between(lua_State *L)
{
	const struct calendar *c = workdays(site_call(L)->site);
	int64_t n = calendar_between(c, luaL_checkinteger(L, 1),
	    luaL_checkinteger(L, 2));

	state_charge(L, n < 0 ? -n : n);
	lua_pushinteger(L, n);
	return (1);
}

/* working(unix) → is that a working day? */
static int
bind_works(lua_State *L)
{
	lua_pushboolean(L, calendar_works(workdays(site_call(L)->site),
	    luaL_checkinteger(L, 1)));
	return (1);
}

/* working_known(year) → is there a published calendar of that year? */
static int
bind_knows(lua_State *L)
{
	lua_Integer year = luaL_checkinteger(L, 1);

	lua_pushboolean(L, year > 0 && year < 10000 && calendar_knows(
	    workdays(site_call(L)->site), (int)year));
	return (1);
}

void
receive_bind(lua_State *L)
{
	static const luaL_Reg functions[] = {
		{ "challenge_check", bind_check },
		{ "challenge_issue", bind_issue },
		{ "receipt", bind_receipt },
		{ "receive", bind_receive },
		{ "receive_ask", bind_ask },
		{ "working", bind_works },
		{ "working_after", bind_after },
		{ "working_between", bind_between },
		{ "working_known", bind_knows },
		{ NULL, NULL }
	};

	luaL_setfuncs(L, functions, 0);
}
