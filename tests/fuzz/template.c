/*
 * The template compiler, and what it makes: whatever the text, it ends with a
 * chunk that Lua compiles or with a message, within its budget.  The chunk
 * isn't run.  Needs lua/ under MINGCHUANG_ROOT or the working folder.
 */
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "script/script.h"
#include "script/theme.h"
#include "fuzz.h"

static struct script *script;
static struct buf out;

static int
load(lua_State *L)
{
	/* Lua may refuse the template's own code, and only that. */
	(void)luaL_loadbufferx(L, buf_string(&out), out.length, "@x", "t");
	return (0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct state_limit limit = { .memory = 64 << 20,
		.steps = 1000000, .milliseconds = 5000 };
	const char *root = getenv("MINGCHUANG_ROOT");
	struct fault f = { .err = ERR_OK };
	struct state *s;
	enum err e;

	if (script == NULL)
		script_alloc(&script, NULL, root != NULL ? root : ".", &f);
	buf_reset(&out);
	e = template_compile(script, (const char *)data, size, "fuzz", &out,
	    &f);
	if (e != ERR_OK) {
		HOLDS(strcmp(f.name, "script.template") == 0 ||
		    strcmp(f.name, "script.budget") == 0);
		return (0);
	}
	s = state_alloc(&limit, NULL);
	e = state_run(s, load, NULL, &f);
	state_free(s);
	HOLDS(e == ERR_OK);
	return (0);
}
