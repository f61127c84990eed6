/*
 * Is a plugin whole?  What `mingchuang plugin check` looks at, and enabling
 * one: everything that would fail later, in the middle of somebody's work.
 * Each fault is ERR_INPUT "plugin.manifest" or "plugin.part" with file, key or
 * line, and what was expected.  Inside core/script only.
 */
#ifndef SCRIPT_CHECK_H
#define SCRIPT_CHECK_H

#include "script/plugin.h"

/* Templates compile, texts of lang/ are in both languages and labels among
 * them, columns are of types that there are, routes and types are no other
 * plugin's, migrations run. */
enum err check_plugin(struct plugin *p, struct fault *f);

/* None of its routes stands before a column of the call's site: ERR_CONFLICT
 * "plugin.column_hidden". */
enum err check_columns_of(struct plugin *p, struct call *c);

/* check_schema.c: the migrations' names, and the files themselves, run in a
 * database of their own under the plugin's authorizer. */
enum err check_schema_of(struct plugin *p, struct fault *f);

/* "plugins/NAME/FILE", relative to the root. */
enum err check_bad(const struct plugin *p, struct fault *f, const char *file,
    const char *key, const char *want);

#endif
