/*
 * require() of the sandbox: "cms.NAME" is lua/cms/NAME.lua of the project,
 * "OWN.a.b" is a/b.lua in the folder of the plugin OWN that the state belongs
 * to.  Nothing else can be required.  A module is run once in each state, with
 * the plugin's handle as its argument.
 */
#ifndef SCRIPT_MODULE_H
#define SCRIPT_MODULE_H

#include <lua.h>

#include "base/json.h"

#define MODULE_FILE_MAX (1024 * 1024)

/* Adds require() to the library; `own` and `folder` may be NULL.  The texts
 * are copied.  Raises: call it inside state_run(). */
void module_open(lua_State *L, const char *root, const char *own,
    const char *folder);

/* The value on top of the stack becomes the argument of modules. */
void module_set_handle(lua_State *L);

/* Pushes what the module `name` returns. */
void module_require(lua_State *L, const char *name);

/* Compiles the file and pushes the chunk; `shown` is its name in messages. */
void module_load_file(lua_State *L, const char *path, const char *shown);

/* Calls back with the path and time of each file that was loaded, so that a
 * change of one can be seen. */
struct file_mark {
	struct file_mark	*next;
	char			*path;
	int64_t			 changed;	/* nanoseconds; -1: not there */
};

/* The time at which the file was changed, -1 where there is none. */
int64_t file_changed(const char *path);

/* Notes a file as it is now (once), and says whether one of the list is no
 * longer as it was. */
void file_mark_add(struct file_mark **list, const char *path);
bool file_marks_stale(const struct file_mark *list);
void file_marks_free(struct file_mark **list);

/* Files that module_load_file() reads are noted here; NULL for none. */
void module_set_marks(lua_State *L, struct file_mark **list);

#endif
