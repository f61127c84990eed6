/* Is a template good by itself?  For `mingchuang theme check`. */
#include <lauxlib.h>

#include "script/theme.h"

/* Whether Lua takes what the compiler made; nothing is run. */
static enum err
chunk_check(const struct buf *code, const char *shown, struct arena *a,
    struct fault *f)
{
	lua_State *L = luaL_newstate();
	enum err e = ERR_OK;

	if (L == NULL)
		return (fault_set(f, ERR_INTERNAL, "script.failed", NULL,
		    "%s", shown));
	if (luaL_loadbufferx(L, buf_string(code), code->length,
	    arena_printf(a, "@%s", shown), "t") != LUA_OK)
		e = fault_set(f, ERR_INPUT, "script.template", NULL, "%s",
		    lua_tostring(L, -1));
	lua_close(L);
	return (e);
}

enum err
script_template_check(struct script *s, const char *path, const char *shown,
    struct fault *f)
{
	struct arena *a = arena_alloc();
	struct buf code = { 0 };
	const char *text;
	size_t length;
	enum err e;

	e = template_text(a, path, shown, &text, &length, f);
	if (e == ERR_OK)
		e = template_compile(s, text, length, shown, &code, f);
	if (e == ERR_OK)
		e = chunk_check(&code, shown, a, f);
	buf_cleanup(&code);
	arena_free(a);
	return (e);
}
