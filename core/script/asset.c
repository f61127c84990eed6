/*
 * asset(path): the address of a static file, with its time, so that what an
 * address names never changes.  Where a file is and when it changed is asked
 * once a second at most.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <lauxlib.h>

#include "base/arena.h"
#include "script/state.h"
#include "script/theme.h"
#include "script/world.h"

#define ASSETS_MAX 500	/* known at once; more begin anew */

struct asset {
	struct asset	*next;
	char		*path;
	time_t		 looked;
	int64_t		 changed;	/* 0: there is no such file */
};

static struct asset *
asset_find(struct theme *t, const char *path)
{
	struct asset *one;

	for (one = t->assets; one != NULL; one = one->next)
		if (strcmp(one->path, path) == 0)
			return (one);
	if (t->asset_count == ASSETS_MAX)
		assets_free(t);
	one = must_alloc(sizeof(*one));
	*one = (struct asset){ .next = t->assets, .path = must_text(path) };
	t->assets = one;
	t->asset_count++;
	return (one);
}

static void
asset_look(const struct theme *t, struct asset *one)
{
	char file[THEME_PATH_MAX];
	time_t now = time(NULL);

	if (one->looked == now)
		return;
	one->looked = now;
	one->changed = theme_file(t, "static", one->path, "", file, NULL) ?
	    file_changed(file) / 1000000 : 0;
}

/* An unknown file's address stays, so that it shows as missing in the browser
 * and in `mingchuang doctor`. */
int
asset_address(lua_State *L)
{
	struct theme *t = state_owner(L);
	const char *path = luaL_checkstring(L, 1);
	struct asset *one = asset_find(t, path);

	asset_look(t, one);
	if (one->changed == 0)
		lua_pushfstring(L, "/assets/%s", path);
	else
		lua_pushfstring(L, "/assets/%s?v=%I", path,
		    (LUAI_UACINT)one->changed);
	return (1);
}

void
assets_free(struct theme *t)
{
	struct asset *one;

	while ((one = t->assets) != NULL) {
		t->assets = one->next;
		free(one->path);
		free(one);
	}
	t->asset_count = 0;
}
