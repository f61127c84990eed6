/* Modules: see module.h. */
#include "script/module.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lauxlib.h>

#include "script/sandbox.h"
#include "script/state.h"

static const char module_info, module_loaded, module_marks, module_handle;

int64_t
file_changed(const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return (-1);
	return ((int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec);
}

void
file_mark_add(struct file_mark **list, const char *path)
{
	struct file_mark *m;

	for (m = *list; m != NULL; m = m->next)
		if (strcmp(m->path, path) == 0)
			return;
	m = must_alloc(sizeof(*m));
	m->path = must_text(path);
	m->changed = file_changed(path);
	m->next = *list;
	*list = m;
}

bool
file_marks_stale(const struct file_mark *list)
{
	for (; list != NULL; list = list->next)
		if (file_changed(list->path) != list->changed)
			return (true);
	return (false);
}

void
file_marks_free(struct file_mark **list)
{
	struct file_mark *m;

	while ((m = *list) != NULL) {
		*list = m->next;
		free(m->path);
		free(m);
	}
}

/* Reads into memory of Lua's, so that an error leaves nothing behind. */
static const char *
module_read(lua_State *L, const char *path, const char *shown, size_t *length)
{
	struct stat st;
	char *text;
	int fd;
	ssize_t n;

	if (stat(path, &st) != 0)
		luaL_error(L, "%s: %s", shown, strerror(errno));
	if (!S_ISREG(st.st_mode) || st.st_size > MODULE_FILE_MAX)
		luaL_error(L, "%s: not a file, or over 1 MB", shown);
	text = lua_newuserdatauv(L, (size_t)st.st_size + 1, 0);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd >= 0 ? read(fd, text, (size_t)st.st_size) : -1;
	if (fd >= 0)
		close(fd);
	if (n < 0)
		luaL_error(L, "%s: can't be read", shown);
	*length = (size_t)n;
	return (text);
}

void
module_load_file(lua_State *L, const char *path, const char *shown)
{
	struct file_mark **marks;
	size_t length;
	const char *text;

	lua_rawgetp(L, LUA_REGISTRYINDEX, &module_marks);
	marks = lua_touserdata(L, -1);
	lua_pop(L, 1);
	text = module_read(L, path, shown, &length);
	if (marks != NULL)
		file_mark_add(marks, path);
	sandbox_load(L, text, length, lua_pushfstring(L, "@%s", shown));
	lua_replace(L, -3);
	lua_pop(L, 1);
}

/* Words of letters, digits and _ with single dots between them. */
static bool
module_name_good(const char *name)
{
	size_t i;

	for (i = 0; name[i] != '\0'; i++)
		if (!((name[i] >= 'a' && name[i] <= 'z') || name[i] == '_' ||
		    (name[i] >= '0' && name[i] <= '9') ||
		    (name[i] == '.' && i > 0 && name[i - 1] != '.' &&
		    name[i + 1] != '\0')))
			return (false);
	return (i > 0);
}

/* Pushes the path and what messages call it. */
static void
module_find(lua_State *L, const char *name, const char **path,
    const char **shown)
{
	const char *root, *own, *folder, *rest;
	size_t length;

	lua_rawgetp(L, LUA_REGISTRYINDEX, &module_info);
	lua_rawgeti(L, -1, 1);
	root = lua_tostring(L, -1);
	lua_rawgeti(L, -2, 2);
	own = lua_tostring(L, -1);
	lua_rawgeti(L, -3, 3);
	folder = lua_tostring(L, -1);
	length = own != NULL ? strlen(own) : 0;
	if (!module_name_good(name))
		luaL_error(L, "require: '%s' is no module's name", name);
	if (strncmp(name, "cms.", 4) == 0) {
		rest = luaL_gsub(L, name + 4, ".", "/");
		*path = lua_pushfstring(L, "%s/lua/cms/%s.lua", root, rest);
		*shown = lua_pushfstring(L, "lua/cms/%s.lua", rest);
		return;
	}
	if (own == NULL || strncmp(name, own, length) != 0 ||
	    name[length] != '.')
		luaL_error(L, "require: '%s' can't be had here", name);
	rest = luaL_gsub(L, name + length + 1, ".", "/");
	*path = lua_pushfstring(L, "%s/%s.lua", folder, rest);
	*shown = lua_pushfstring(L, "plugins/%s/%s.lua", own, rest);
}

void
module_require(lua_State *L, const char *name)
{
	const char *path, *shown;
	int top;

	luaL_checkstack(L, 16, "too many modules");
	lua_rawgetp(L, LUA_REGISTRYINDEX, &module_loaded);
	if (lua_getfield(L, -1, name) == LUA_TBOOLEAN)
		luaL_error(L, "require: '%s' requires itself", name);
	if (!lua_isnil(L, -1)) {
		lua_remove(L, -2);
		return;
	}
	lua_pop(L, 1);
	lua_pushboolean(L, false);
	lua_setfield(L, -2, name);
	top = lua_gettop(L);
	module_find(L, name, &path, &shown);
	module_load_file(L, path, shown);
	lua_rawgetp(L, LUA_REGISTRYINDEX, &module_handle);
	lua_call(L, 1, 1);
	if (lua_isnil(L, -1))
		luaL_error(L, "%s: a module has to return something", shown);
	lua_pushvalue(L, -1);
	lua_setfield(L, top, name);
	lua_replace(L, top);
	lua_settop(L, top);
}

static int
module_call(lua_State *L)
{
	module_require(L, luaL_checkstring(L, 1));
	return (1);
}

void
module_set_handle(lua_State *L)
{
	lua_rawsetp(L, LUA_REGISTRYINDEX, &module_handle);
}

void
module_set_marks(lua_State *L, struct file_mark **list)
{
	lua_pushlightuserdata(L, list);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &module_marks);
}

void
module_open(lua_State *L, const char *root, const char *own,
    const char *folder)
{
	lua_createtable(L, 3, 0);
	lua_pushstring(L, root);
	lua_rawseti(L, -2, 1);
	lua_pushstring(L, own);
	lua_rawseti(L, -2, 2);
	lua_pushstring(L, folder);
	lua_rawseti(L, -2, 3);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &module_info);
	lua_newtable(L);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &module_loaded);
	sandbox_push_library(L);
	lua_pushcfunction(L, module_call);
	lua_setfield(L, -2, "require");
	lua_pop(L, 1);
}
