/*
 * What lua/cms/plugin.lua gets from the core: acts, settings, texts, time,
 * log, sessions.  Who acts is p->call->actor: a plugin can't say.
 */
#include <string.h>

#include <lauxlib.h>

#include "base/hash.h"
#include "base/log.h"
#include "base/time.h"
#include "cms/act.h"
#include "cms/permission.h"
#include "cms/setting.h"
#include "script/fetch_bind.h"
#include "script/file_bind.h"
#include "script/han_bind.h"
#include "script/link_bind.h"
#include "script/plugin.h"
#include "script/theme.h"
#include "script/value.h"
#include "script/words_bind.h"
#include "script/world.h"

struct call *
plugin_call(lua_State *L)
{
	struct plugin *p = state_owner(L);

	if (p->call == NULL)
		luaL_error(L, "there is no request now");
	return (p->call);
}

static const char *
core_lang(const struct plugin *p)
{
	return (p->lang != NULL ? p->lang : "zh");
}

/* act(name, input) → output, or nil and the error */
static int
core_act(lua_State *L)
{
	struct plugin *p = state_owner(L);
	struct call c = *plugin_call(L);
	const char *name = luaL_checkstring(L, 1);
	const struct act *act;
	struct fault f = { .err = ERR_OK };
	struct json *in, *out = NULL;
	enum err e;

	if (lua_isnoneornil(L, 2)) {
		in = json_object(c.arena);
	} else {
		luaL_checktype(L, 2, LUA_TTABLE);
		in = value_get(L, 2, c.arena);
	}
	act = act_find(name);
	if (act != NULL && act->changes && plugin_in_transaction(p))
		return (luaL_error(L, "%s inside plugin.db:transaction()",
		    name));
	c.fault = &f;
	state_leave(L);
	e = act == NULL ? ERR_OK : plugin_act_check(p, act, in, &f);
	if (e == ERR_OK)
		e = act_call(&c, name, in, &out);
	state_enter(L);
	if (e != ERR_OK) {
		f.err = e;
		return (plugin_push_fault(L, &f, out));
	}
	value_push(L, out);
	if (lua_isnil(L, -1))
		lua_newtable(L);
	return (1);
}

/* config() → the site's settings of the plugin over the manifest's defaults */
static int
core_config(lua_State *L)
{
	struct plugin *p = state_owner(L);
	struct call *c = plugin_call(L);
	struct json *stored = NULL;
	struct fault f = { .err = ERR_OK };
	enum err e = ERR_OK;

	state_leave(L);
	if (c->site != NULL)
		e = setting_read(c->site, c->arena, arena_printf(c->arena,
		    "plugin.%s", p->name), &stored, &f);
	state_enter(L);
	if (e != ERR_OK && e != ERR_NOT_FOUND)
		return (state_raise(L, &f));
	lua_newtable(L);
	json_each(s, json_get(p->manifest, "settings")) {
		const struct json *v = json_get(stored, s->name);

		value_push(L, v != NULL ? v : json_get(s, "default"));
		lua_setfield(L, -2, s->name);
	}
	return (1);
}

/* text(key) in the request's language → text; the key where there is none */
static int
core_text(lua_State *L)
{
	struct plugin *p = state_owner(L);
	struct call *c = plugin_call(L);
	const char *key = luaL_checkstring(L, 1);

	lua_pushstring(L, c->site == NULL ? key :
	    script_text(p->script, c->site, core_lang(p), key));
	return (1);
}

static int
core_log(lua_State *L)
{
	struct plugin *p = state_owner(L);

	log_notice("plugin %s: %s", p->name, luaL_checkstring(L, 1));
	return (0);
}

static int
core_now(lua_State *L)
{
	lua_pushinteger(L, time_now());
	return (1);
}

/* time(text) → unix seconds, or nil */
static int
core_time(lua_State *L)
{
	int64_t t;

	if (time_parse(luaL_checkstring(L, 1), &t))
		lua_pushinteger(L, t);
	else
		lua_pushnil(L);
	return (1);
}

/* date(unix, "day" or "minute") → text in China's time */
static int
core_date(lua_State *L)
{
	static const char *const forms[] = { "minute", "day", NULL };
	char out[TIME_SIZE];
	int64_t t = luaL_checkinteger(L, 1);

	if (luaL_checkoption(L, 2, "minute", forms) == 0)
		time_minute(t, out);
	else
		time_day(t, out);
	lua_pushstring(L, out);
	return (1);
}

/* link(name, params) → the address of a route */
static int
core_link(lua_State *L)
{
	struct plugin *p = state_owner(L);
	struct call *c = plugin_call(L);
	const char *name = luaL_checkstring(L, 1);
	const struct json *params = NULL;
	struct buf *b = &p->script->scratch;

	if (!lua_isnoneornil(L, 2))
		params = value_get(L, 2, c->arena);
	buf_reset(b);
	if (!script_link(p->script, c->site, name, params, b))
		return (luaL_error(L, "no route has the name '%s', or it wants "
		    "other parameters", name));
	lua_pushlstring(L, buf_string(b), b->length);
	return (1);
}

/* hmac(key, text) → base64url of HMAC-SHA256 */
static int
core_hmac(lua_State *L)
{
	unsigned char bytes[HASH_BYTES];
	char out[BASE64URL_SIZE(HASH_BYTES)];
	size_t key_length, length;
	const char *key = luaL_checklstring(L, 1, &key_length);
	const char *text = luaL_checklstring(L, 2, &length);

	state_charge(L, (int64_t)length);
	hash_hmac(key, key_length, text, length, bytes);
	base64url_encode(bytes, sizeof(bytes), out);
	lua_pushstring(L, out);
	return (1);
}

/* permits(act, column): may the actor do it by a role that holds in the column
 * of this id?  Without one: anywhere on this site, for menus. */
static int
core_permits(lua_State *L)
{
	struct call *c = plugin_call(L);
	const char *act = luaL_checkstring(L, 1);
	int64_t column = luaL_optinteger(L, 2, 0);
	bool yes = c->actor != NULL && c->site != NULL;

	state_leave(L);
	if (yes)
		yes = lua_isnoneornil(L, 2) ? permission_anywhere(c, act) :
		    permission_within(c, act, column);
	state_enter(L);
	lua_pushboolean(L, yes);
	return (1);
}

/* site() → the name of the site of the call: a state serves several */
static int
core_site(lua_State *L)
{
	struct call *c = plugin_call(L);

	lua_pushstring(L, c->site != NULL ? c->site->name : "");
	return (1);
}

/* about() → the site as templates see it: title, lang, settings… */
static int
core_about(lua_State *L)
{
	struct plugin *p = state_owner(L);
	struct call *c = plugin_call(L);
	struct fault f = { .err = ERR_OK };
	struct theme *t;
	enum err e;

	if (c->site == NULL)
		return (luaL_error(L, "there is no site"));
	state_leave(L);
	e = theme_find(p->script, c->site, &t, &f);
	state_enter(L);
	if (e != ERR_OK)
		return (state_raise(L, &f));
	value_push(L, t->info);
	return (1);
}

/* emit(event, payload) → what the plugins of the site made of it; an event of
 * the plugin itself, "NAME.WHAT" */
static int
core_emit(lua_State *L)
{
	struct plugin *p = state_owner(L);
	struct call *c = plugin_call(L);
	const char *event = luaL_checkstring(L, 1);
	size_t n = strlen(p->name);
	struct json *payload;

	if (strncmp(event, p->name, n) != 0 || event[n] != '.')
		return (luaL_error(L, "%s is no event of %s", event, p->name));
	luaL_checktype(L, 2, LUA_TTABLE);
	if (!script_wanted(p->script, c->site, event)) {
		lua_settop(L, 2);
		return (1);
	}
	payload = value_get(L, 2, c->arena);
	state_leave(L);
	(void)script_emit(p->script, c, event, &payload);
	state_enter(L);
	value_push(L, payload);
	return (1);
}

static int
core_known(lua_State *L)
{
	lua_pushboolean(L, act_find(luaL_checkstring(L, 1)) != NULL);
	return (1);
}

static int
core_sign_in(lua_State *L)
{
	struct plugin *p = state_owner(L);
	const struct script_hooks *h = &p->script->hooks;
	struct call c = *plugin_call(L);
	struct fault f = { .err = ERR_OK };
	struct json *in = value_get(L, 1, c.arena), *out = NULL;
	enum err e;

	if (h->sign_in == NULL)
		return (luaL_error(L, "nobody can sign in here"));
	c.fault = &f;
	state_leave(L);
	e = h->sign_in(h->arg, &c, in, &out);
	state_enter(L);
	if (e != ERR_OK) {
		f.err = e;
		return (plugin_push_fault(L, &f, out));
	}
	value_push(L, out != NULL ? out : json_object(c.arena));
	return (1);
}

static int
core_sign_out(lua_State *L)
{
	struct plugin *p = state_owner(L);
	const struct script_hooks *h = &p->script->hooks;
	struct call c = *plugin_call(L);
	struct fault f = { .err = ERR_OK };
	enum err e;

	if (h->sign_out == NULL)
		return (luaL_error(L, "nobody can sign out here"));
	c.fault = &f;
	state_leave(L);
	e = h->sign_out(h->arg, &c);
	state_enter(L);
	if (e != ERR_OK) {
		f.err = e;
		return (plugin_push_fault(L, &f, NULL));
	}
	lua_pushboolean(L, true);
	return (1);
}

void
plugin_push_core(lua_State *L)
{
	static const luaL_Reg own[] = {
		{ "about", core_about },
		{ "act", core_act },
		{ "after", plugin_after },
		{ "config", core_config },
		{ "csv", csv_read },
		{ "date", core_date },
		{ "deed", record_deed },
		{ "file", file_read },
		{ "emit", core_emit },
		{ "hmac", core_hmac },
		{ "known", core_known },
		{ "link", core_link },
		{ "linker", link_linker },
		{ "log", core_log },
		{ "now", core_now },
		{ "permits", core_permits },
		{ "site", core_site },
		{ "text", core_text },
		{ "time", core_time },
		{ NULL, NULL }
	};
	static const luaL_Reg session[] = {
		{ "sign_in", core_sign_in },
		{ "sign_out", core_sign_out },
		{ NULL, NULL }
	};

	luaL_newlib(L, own);
	han_bind(L);
	words_bind_open(L);
	fetch_bind(L);
	receive_bind(L);
	if (plugin_may(state_owner(L), "session"))
		luaL_setfuncs(L, session, 0);
	if (plugin_may(state_owner(L), "db"))
		db_bind_open(L);
}
