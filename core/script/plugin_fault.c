/* What a plugin, and through it whoever asked, is told of a fault. */
#include <lauxlib.h>

#include "base/log.h"
#include "script/plugin.h"
#include "script/theme.h"
#include "script/value.h"
#include "script/world.h"

/* The fault as whoever asked is told of it: what broke inside is for the log
 * and, in development, for whoever writes the plugin. */
static struct fault
fault_told(const struct plugin *p, const struct fault *f)
{
	struct fault told = *f;

	if (f->err != ERR_INTERNAL)
		return (told);
	log_line(LEVEL_ERROR, "plugin %s: %s %s", p->name,
	    f->name != NULL ? f->name : "?", f->detail);
	if (!p->script->development)
		fault_fill(&told, ERR_INTERNAL, NULL, NULL, NULL);
	return (told);
}

int
plugin_push_fault(lua_State *L, const struct fault *fault,
    const struct json *out)
{
	struct plugin *p = state_owner(L);
	const struct fault told = fault_told(p, fault), *f = &told;
	const struct call *c = plugin_call(L);
	struct buf *b = &p->script->scratch;
	struct theme *t;

	buf_reset(b);
	state_leave(L);
	if (c->site != NULL &&
	    theme_find(p->script, c->site, &t, NULL) == ERR_OK)
		theme_fault(t, p->lang != NULL ? p->lang :
		    "zh", f, b);
	state_enter(L);
	lua_pushnil(L);
	lua_createtable(L, 0, 6);
	lua_pushstring(L, f->name);
	lua_setfield(L, -2, "code");
	lua_pushinteger(L, fault_status(f->err));
	lua_setfield(L, -2, "status");
	lua_pushstring(L, f->field[0] != '\0' ? f->field : NULL);
	lua_setfield(L, -2, "field");
	lua_pushstring(L, f->detail[0] != '\0' ? f->detail : NULL);
	lua_setfield(L, -2, "detail");
	lua_pushstring(L, buf_string(b));
	lua_setfield(L, -2, "message");
	value_push(L, out);
	lua_setfield(L, -2, "out");
	return (2);
}
